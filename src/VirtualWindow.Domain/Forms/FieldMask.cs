using VirtualWindow.Domain.People;

namespace VirtualWindow.Domain.Forms;

/// <summary>What is left of a value that its owner has not shown: enough to talk about, not enough to know. It never tells the length.</summary>
public static class FieldMask
{
    private const string Hidden = "●●●●";

    public static string Of(FormField field, string value) => value.Length == 0 ? "" : field.Kind switch
    {
        FieldKind.PersonName => PersonName.Mask(value),
        FieldKind.ResidentId when value.Length == 18 => ResidentId.Mask(value),
        FieldKind.MobileNumber when value.Length == 11 => MobileNumber.Mask(value),
        _ => Hidden,
    };
}
