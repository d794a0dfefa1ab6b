using VirtualWindow.Domain.Forms;
using static VirtualWindow.Domain.Tests.Forms.SampleForm;

namespace VirtualWindow.Domain.Tests.Forms;

public sealed class FormSightTests
{
    [Fact]
    public void Everything_is_private_until_it_is_shared_or_shown()
    {
        var form = new FormState(Definition);
        form.Write(Applicant, Name, "欧阳三");
        form.Write(Applicant, IdNumber, "11010519491231002X");
        form.Write(Applicant, Delivery, "mail");
        form.Write(Applicant, Address, "南京路 1 号");
        Assert.Equal(new("欧*", true), ForClerk(form, Name));
        Assert.Equal(new("1101**********002X", true), ForClerk(form, IdNumber));
        Assert.Equal(new("mail", false), ForClerk(form, Delivery));
        Assert.Equal(new("●●●●", true), ForClerk(form, Address));
        form.Do(FormDesk.Reveal(form, Applicant, Name, true, Now));
        Assert.Equal(new("欧阳三", false), ForClerk(form, Name));
        form.Do(FormDesk.Reveal(form, Applicant, Name, false, Now));
        Assert.Equal(new("欧*", true), ForClerk(form, Name));
    }

    [Fact]
    public void A_secret_is_shown_to_nobody_and_tells_no_length()
    {
        var form = new FormState(Definition);
        form.Write(Applicant, Code, "1");
        var one = FormSight.Value(form, Of(Code), FormRole.Applicant);
        form.Write(Applicant, Code, "1234567");
        Assert.Equal(one, FormSight.Value(form, Of(Code), FormRole.Applicant));
        Assert.Equal(one, ForClerk(form, Code));
        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Reveal(form, Applicant, Code, true, Now).Refusal);
    }

    [Fact]
    public void A_pause_is_told_to_nobody_but_its_owner()
    {
        var form = new FormState(Definition);
        form.Do(FormDesk.Pause(form, Applicant, true, Now));
        Assert.True(FormSight.IsTold(form, FormRole.Applicant));
        Assert.False(FormSight.IsTold(form, FormRole.Clerk));
        Assert.False(FormSight.IsTold(form, FormRole.System));
    }

    private static SeenValue ForClerk(FormState form, FieldId field) => FormSight.Value(form, Of(field), FormRole.Clerk);
}
