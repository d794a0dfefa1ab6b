using System.Buffers;
using System.Globalization;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.People;

namespace VirtualWindow.Domain.Forms;

/// <summary>What is wrong with a value, for both sides to read beside the field.</summary>
public enum FieldError
{
    None = 0,
    Missing = 1,
    NotAName = 2,
    NotAResidentId = 3,
    NotACreditCode = 4,
    NotAMobileNumber = 5,
    NotADate = 6,
    NotAChoice = 7,
    NotAWholeNumber = 8,
    NotDeclared = 9,
    NotASignature = 10,
}

/// <summary>
/// Whether a value may stand in a field. A value that is not yet right is kept and shown with its error, because somebody is
/// still writing; only submitting asks that none is left.
/// </summary>
public static class FieldRules
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Empty is <see cref="FieldError.Missing"/> where the field is required, else right.</summary>
    public static FieldError Check(FormField field, string value, DateOnly today) =>
        value.Length == 0 ? field.Required ? FieldError.Missing : FieldError.None : CheckFilled(field, value, today);

    /// <summary>Control characters have no place in a form, line ends only in long texts; never longer than the field.</summary>
    public static bool MayBeKept(FormField field, string value)
    {
        if (value.Length > field.MaxLength) return false;
        foreach (var symbol in value)
        {
            if (char.IsControl(symbol) && !(symbol == '\n' && field.Kind == FieldKind.LongText)) return false;
        }

        return IsWellFormed(value);
    }

    private static FieldError CheckFilled(FormField field, string value, DateOnly today) => field.Kind switch
    {
        FieldKind.PersonName => PersonName.IsValid(value) ? FieldError.None : FieldError.NotAName,
        FieldKind.ResidentId => ResidentId.Check(value, today) == ResidentIdError.None ? FieldError.None : FieldError.NotAResidentId,
        FieldKind.CreditCode => UnifiedCreditCode.IsValid(value) ? FieldError.None : FieldError.NotACreditCode,
        FieldKind.MobileNumber => MobileNumber.IsValid(value) ? FieldError.None : FieldError.NotAMobileNumber,
        FieldKind.Date => IsDate(value) ? FieldError.None : FieldError.NotADate,
        FieldKind.Choice => field.Choices.Any(choice => choice.Value == value) ? FieldError.None : FieldError.NotAChoice,
        FieldKind.WholeNumber => IsWholeNumber(value) ? FieldError.None : FieldError.NotAWholeNumber,
        FieldKind.Declaration => value == "true" ? FieldError.None : FieldError.NotDeclared,
        FieldKind.Signature => value.Length == 64 && value.AsSpan().IndexOfAnyExcept(HexDigits) < 0 ? FieldError.None : FieldError.NotASignature,
        _ => FieldError.None,
    };

    private static bool IsDate(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsWholeNumber(string value) => value.Length <= 18 && value.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>No lone surrogate: it could not be written as UTF-8 and so not be hashed.</summary>
    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }

        return true;
    }
}
