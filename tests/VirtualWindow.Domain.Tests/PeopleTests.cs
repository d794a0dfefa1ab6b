using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.People;

namespace VirtualWindow.Domain.Tests;

public sealed class PeopleTests
{
    [Theory]
    [InlineData("张三")]
    [InlineData("阿卜杜拉·买买提")]
    [InlineData("𬎆𠮷")]
    [InlineData("Anna-Maria O'Neil")]
    [InlineData("Zoë")]
    public void Names_of_people_are_accepted(string name) => Assert.True(PersonName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("张")]
    [InlineData("𠮷")]
    [InlineData("·张三")]
    [InlineData("张三·")]
    [InlineData("张3")]
    [InlineData("<b>张三</b>")]
    [InlineData("张三\n")]
    [InlineData("\ud842张")]
    public void What_is_no_name_is_refused(string name) => Assert.False(PersonName.IsValid(name));

    [Fact]
    public void Length_counts_code_points_and_not_utf16_units()
    {
        var fifty = string.Concat(Enumerable.Repeat("𠮷", PersonName.LongestCodePoints));
        Assert.True(PersonName.IsValid(fifty));
        Assert.False(PersonName.IsValid(fifty + "𠮷"));
    }

    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("𠮷野家", "𠮷*")]
    public void A_masked_name_keeps_its_first_character(string name, string masked) => Assert.Equal(masked, PersonName.Mask(name));

    [Theory]
    [InlineData("13812345678", true)]
    [InlineData("12812345678", false)]
    [InlineData("1381234567", false)]
    [InlineData("1381234567x", false)]
    public void Mobile_numbers_have_eleven_digits(string number, bool valid) => Assert.Equal(valid, MobileNumber.IsValid(number));

    [Fact]
    public void A_masked_number_hides_its_middle() => Assert.Equal("138****5678", MobileNumber.Mask("13812345678"));

    [Theory]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91411525MA00000190", true)]
    [InlineData("91350100M000100Y44", false)]
    [InlineData("91350100M000100Y4", false)]
    [InlineData("9135O100M000100Y43", false)]
    public void Credit_codes_are_checked(string code, bool valid) => Assert.Equal(valid, UnifiedCreditCode.IsValid(code));

    [Theory]
    [InlineData("91350100M000100Y43", true)]
    [InlineData("91411525MA00000190", false)]
    public void The_organisation_part_has_its_own_check(string code, bool holds) =>
        Assert.Equal(holds, UnifiedCreditCode.HasOrganisationCode(code));
}
