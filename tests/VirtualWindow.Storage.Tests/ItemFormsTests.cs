using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Storage.Catalogue;

namespace VirtualWindow.Storage.Tests;

public sealed class ItemFormsTests
{
    private static readonly ItemForms Forms = ItemForms.Load();

    public static TheoryData<string> Items => [.. SampleCatalogue.Load().Items.Select(item => item.Code.Value)];

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_item_has_a_form_that_both_sides_can_render(string code)
    {
        var item = SampleCatalogue.Load().Items.Single(one => one.Code.Value == code);
        var form = Forms.Of(item);
        Assert.Equal((item.Name, item.NameEn, code), (form.Title, form.TitleEn, form.Name));
        Assert.InRange(form.Pages.Count, 4, 5);
        Assert.All(form.Fields, AssertRenders);
        Assert.Contains(form.Fields, field => field is { Kind: FieldKind.Declaration, Required: true }); // the applicant's own word
        Assert.Equal(item.Audience == Audience.Company, form.Pages[0].Fields.All(field => field.Kind != FieldKind.ResidentId));
    }

    [Fact]
    public void What_tells_who_somebody_is_is_private_everywhere()
    {
        FieldKind[] personal = [FieldKind.PersonName, FieldKind.ResidentId, FieldKind.MobileNumber, FieldKind.Secret, FieldKind.Signature];
        var fields = SampleCatalogue.Load().Items.SelectMany(item => Forms.Of(item).Fields).Where(field => personal.Contains(field.Kind)).ToList();
        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.Equal(FieldPrivacy.Masked, field.Privacy));
    }

    private static void AssertRenders(FormField field)
    {
        Assert.Matches("^[a-z][A-Za-z0-9]{1,39}$", field.Id.Value);
        Assert.NotEmpty(field.Label);
        Assert.Matches("^[ -~²’]+$", field.LabelEn);
        Assert.Equal(field.Kind == FieldKind.Choice, field.Choices.Count >= 2);
        Assert.InRange(field.MaxLength, 2, 500);
        Assert.Equal(field.Hint is null, field.HintEn is null);
    }
}
