using VirtualWindow.Domain.Forms;
using static VirtualWindow.Domain.Tests.Forms.SampleForm;

namespace VirtualWindow.Domain.Tests.Forms;

public sealed class FormDeskTests
{
    [Fact]
    public void The_applicant_writes_and_each_field_counts_its_own_revisions()
    {
        var form = new FormState(Definition);
        Assert.Equal(FormRefusal.None, form.Write(Applicant, Name, "张三"));
        Assert.Equal(FormRefusal.None, form.Write(Applicant, Name, "张三丰"));
        Assert.Equal(FormRefusal.None, form.Write(Applicant, Delivery, "mail"));
        Assert.Equal(new FieldValue("张三丰", 2, Applicant), form[Name]);
        Assert.Equal(1, form[Delivery].Revision);
        Assert.Equal(3, form.Sequence);
    }

    [Fact]
    public void Whoever_has_not_seen_the_newest_value_does_not_overwrite_it()
    {
        var form = Granted();
        form.Write(Clerk, Delivery, "mail");
        Assert.Equal(FormRefusal.Stale, FormDesk.Set(form, Applicant, Delivery, "pickUp", 0, Now).Refusal);
        Assert.Equal("mail", form[Delivery].Text);
    }

    [Fact]
    public void A_clerk_proposes_and_only_the_applicants_yes_makes_a_value()
    {
        var form = new FormState(Definition);
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk, Name, "张三"));
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Propose(form, Clerk, Name, "张三", Now)));
        Assert.Equal("", form[Name].Text);
        var number = form.ProposalOn(Name)!.Number;
        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Decide(form, Clerk, number, true, Now).Refusal);
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Decide(form, Applicant, number, true, Now)));
        Assert.Equal(new FieldValue("张三", 1, Applicant), form[Name]);
        Assert.Empty(form.Proposals);
        Assert.Equal(FormRefusal.Unknown, FormDesk.Decide(form, Applicant, number, true, Now).Refusal);
    }

    [Fact]
    public void A_proposal_ends_when_refused_written_over_or_made_anew()
    {
        var form = new FormState(Definition);
        form.Do(FormDesk.Propose(form, Clerk, Name, "张三", Now));
        form.Do(FormDesk.Propose(form, Clerk, Name, "张三丰", Now));
        Assert.Equal("张三丰", Assert.Single(form.Proposals).Value);
        form.Do(FormDesk.Decide(form, Applicant, form.ProposalOn(Name)!.Number, false, Now));
        Assert.Empty(form.Proposals);
        Assert.Equal("", form[Name].Text);
        form.Do(FormDesk.Propose(form, Clerk, Name, "李四", Now));
        form.Write(Applicant, Name, "王五");
        Assert.Empty(form.Proposals);
        Assert.Equal("王五", form[Name].Text);
    }

    [Fact]
    public void A_grant_is_one_clerks_one_pages_and_ends_by_itself()
    {
        var form = Granted(How);
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk, Name, "张三")); // another page
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk with { Id = "other" }, Delivery, "mail"));
        Assert.Equal(FormRefusal.None, form.Write(Clerk, Delivery, "mail", Now.AddMinutes(4.99)));
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk, Delivery, "pickUp", Now.AddMinutes(5))); // before any timer has noticed
        Assert.Equal(FormRefusal.Unchanged, form.Do(FormDesk.Tick(form, Now.AddMinutes(4.99))));
        Assert.Equal(ControlEnd.Expired, Assert.IsType<ControlEnded>(FormDesk.Tick(form, Now.AddMinutes(5)).Entry).Why);
    }

    [Fact]
    public void The_applicant_takes_control_back_at_any_moment()
    {
        var form = Granted();
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.EndControl(form, Applicant, Now)));
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk, Delivery, "mail"));
        Assert.Equal(FormRefusal.Unchanged, FormDesk.EndControl(form, Applicant, Now).Refusal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(901)]
    public void Control_is_asked_for_a_time_that_one_can_oversee(int seconds) =>
        Assert.Equal(FormRefusal.Duration, FormDesk.AskControl(new FormState(Definition), Clerk, null, TimeSpan.FromSeconds(seconds), Now).Refusal);

    [Fact]
    public void What_is_the_applicants_own_stays_unwritable_whatever_is_granted()
    {
        var form = Granted();
        foreach (var field in new[] { Code, Declared, Signature })
        {
            Assert.Equal(FormRefusal.ApplicantOnly, form.Write(Clerk, field, "true"));
            Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Propose(form, Clerk, field, "true", Now).Refusal);
        }

        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Submit(form, Clerk, Today, Now).Refusal);
        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.AnswerControl(form, Clerk, true, Now).Refusal);
        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Reveal(form, Clerk, Name, true, Now).Refusal);
        Assert.Equal(FormRefusal.ApplicantOnly, FormDesk.Pause(form, Clerk, false, Now).Refusal);
    }

    [Fact]
    public void A_clerk_does_not_overwrite_what_the_clerk_cannot_see()
    {
        var form = Granted();
        Assert.Equal(FormRefusal.None, form.Write(Clerk, Name, "张三")); // empty: nothing is lost
        Assert.Equal(FormRefusal.None, form.Write(Clerk, Name, "张三丰")); // the clerk's own writing
        form.Write(Applicant, Name, "李四");
        Assert.Equal(FormRefusal.Masked, form.Write(Clerk, Name, "王五"));
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.AskReveal(form, Clerk, Name, Now)));
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Reveal(form, Applicant, Name, true, Now)));
        Assert.Equal(FormRefusal.None, form.Write(Clerk, Name, "王五"));
    }

    [Fact]
    public void A_pause_stops_the_clerk_and_ends_the_grant()
    {
        var form = Granted();
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Pause(form, Applicant, true, Now)));
        Assert.Equal(FormRefusal.Paused, form.Write(Clerk, Delivery, "mail"));
        Assert.Equal(FormRefusal.Paused, FormDesk.Propose(form, Clerk, Name, "张三", Now).Refusal);
        Assert.Equal(FormRefusal.None, form.Write(Applicant, Name, "张三"));
        form.Do(FormDesk.Pause(form, Applicant, false, Now));
        Assert.Equal(FormRefusal.NotGranted, form.Write(Clerk, Delivery, "mail")); // it does not come back by itself
    }

    [Fact]
    public void Only_a_whole_form_is_submitted_and_a_field_that_does_not_count_is_not_asked_for()
    {
        var form = new FormState(Definition);
        Assert.Equal(FormRefusal.Incomplete, FormDesk.Submit(form, Applicant, Today, Now).Refusal);
        form.Write(Applicant, Name, "张三");
        form.Write(Applicant, IdNumber, "11010519491231002X");
        form.Write(Applicant, Declared, "true");
        form.Write(Applicant, Delivery, "mail");
        Assert.Equal([(Address, FieldError.Missing)], form.Errors(Today));
        form.Write(Applicant, Delivery, "pickUp");
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Submit(form, Applicant, Today, Now)));
        Assert.Equal(FormRefusal.Submitted, form.Write(Applicant, Name, "李四"));
        Assert.Equal(FormRefusal.None, form.Do(FormDesk.Reopen(form, Applicant, Now)));
        Assert.Equal(FormRefusal.None, form.Write(Applicant, Name, "李四"));
    }

    [Theory]
    [InlineData("name", "1", FieldError.NotAName)]
    [InlineData("idNumber", "110105194912310021", FieldError.NotAResidentId)]
    [InlineData("idNumber", "11010519491231002X", FieldError.None)]
    [InlineData("delivery", "pigeon", FieldError.NotAChoice)]
    [InlineData("declared", "yes", FieldError.NotDeclared)]
    [InlineData("signature", "12", FieldError.NotASignature)]
    public void A_value_that_is_not_right_yet_is_kept_with_its_error(string field, string value, FieldError error)
    {
        var form = new FormState(Definition);
        Assert.Equal(FormRefusal.None, form.Write(Applicant, new(field), value));
        Assert.Equal(error, FieldRules.Check(Of(new(field)), form[new(field)].Text, Today));
    }

    [Fact]
    public void What_a_form_cannot_keep_is_refused()
    {
        var tooLong = new string('字', Of(Address).MaxLength + 1);
        foreach (var value in new[] { tooLong, "a\u0000b", "half a character: \uD83D", "\uDE00 the other half" })
            Assert.Equal(FormRefusal.NotKept, FormDesk.Set(new FormState(Definition), Applicant, Address, value, 0, Now).Refusal);
        Assert.Equal(FormRefusal.None, FormDesk.Set(new FormState(Definition), Applicant, Address, "两行\n𠮷 \uD83D\uDE00", 0, Now).Refusal);
    }
}
