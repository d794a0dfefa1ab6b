using VirtualWindow.Domain.Signing;

namespace VirtualWindow.Domain.Tests.Signing;

public sealed class SigningGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly DocumentId Paper = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly DocumentId Other = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly SigningPlace Place = new(0, 120, 130);

    [Fact]
    public void The_script_is_identity_consent_read_sign_stamp()
    {
        var gate = Gate();
        Assert.Equal(SigningStep.Identity, gate.Step);
        Assert.Equal(SigningRefusal.None, gate.ConfirmIdentity("GS01", IdentityMethod.CardOnCamera, Now));
        Assert.Equal(SigningStep.Consent, gate.Step);
        Assert.Equal(SigningRefusal.None, gate.AnswerConsent(true, 1, Now));
        Assert.Equal(SigningRefusal.None, gate.Ask(Paper, "aa", Place, 7, Now));
        Assert.Equal(SigningStep.Read, gate.Step);
        Assert.Equal(SigningRefusal.None, gate.ReportRead(Paper, "aa", Now));
        Assert.Equal(SigningStep.Sign, gate.Step);
        Assert.Equal(SigningRefusal.None, gate.Sign(Paper, "aa", new(new(), "bb"), "ink", Now));
        Assert.Equal(SigningStep.Stamp, gate.Step);
        Assert.Equal(SigningRefusal.None, gate.Stamp(Paper, "bb", new(new(), "cc"), "gushi-approval-000002", Now));
        Assert.Equal((SigningStep.Done, "cc"), (gate.Step, gate.Papers[0].CurrentSha256));
    }

    [Fact]
    public void Nobody_takes_a_step_before_its_turn()
    {
        var gate = Gate();
        Assert.Equal(SigningRefusal.IdentityFirst, gate.AnswerConsent(true, 1, Now));
        Assert.Equal(SigningRefusal.IdentityFirst, gate.Ask(Paper, "aa", Place, null, Now));
        Assert.Equal(SigningRefusal.IdentityFirst, gate.RefusesStamp(Paper, "aa"));
        gate.ConfirmIdentity("GS01", IdentityMethod.CardOnCamera, Now);
        gate.Ask(Paper, "aa", Place, null, Now);
        Assert.Equal(SigningRefusal.ConsentFirst, gate.ReportRead(Paper, "aa", Now));
        Assert.Equal(SigningRefusal.ConsentFirst, gate.RefusesSigning(Paper, "aa"));
        Assert.Equal(SigningRefusal.SignFirst, gate.RefusesStamp(Paper, "aa"));
        gate.AnswerConsent(true, 1, Now);
        Assert.Equal(SigningRefusal.ReadFirst, gate.RefusesSigning(Paper, "aa"));
        Assert.Equal(SigningRefusal.SignFirst, gate.RefusesStamp(Paper, "aa"));
        gate.ReportRead(Paper, "aa", Now);
        Assert.Equal(SigningRefusal.SignFirst, gate.Stamp(Paper, "aa", new(new(), "cc"), "1", Now));
    }

    [Fact]
    public void What_was_taken_back_can_be_asked_for_again_and_is_read_again()
    {
        var gate = Ready();
        gate.ReportRead(Paper, "aa", Now);
        Assert.Equal(SigningRefusal.Stale, gate.Ask(Paper, "aa", Place, null, Now));
        gate.Withdraw(Paper);
        Assert.Equal(SigningRefusal.None, gate.Ask(Paper, "aa", new SigningPlace(1, 50, 60), null, Now));
        Assert.Equal((SigningStep.Read, 1, 50.0), (gate.Step, gate.Papers.Single().Page, gate.Papers.Single().X));
        Assert.Equal(SigningRefusal.ReadFirst, gate.RefusesSigning(Paper, "aa"));
    }

    [Fact]
    public void Each_paper_goes_its_own_way_through_the_gate()
    {
        var gate = Ready();
        gate.Ask(Other, "dd", Place, null, Now);
        gate.ReportRead(Paper, "aa", Now);
        gate.Sign(Paper, "aa", new(new(), "bb"), "ink", Now);
        Assert.Equal(SigningRefusal.None, gate.RefusesStamp(Paper, "bb"));
        Assert.Equal(SigningRefusal.SignFirst, gate.RefusesStamp(Other, "dd"));
        Assert.Equal(SigningStep.Read, gate.Step);
    }

    [Fact]
    public void Only_the_very_bytes_that_were_shown_are_read_signed_and_stamped()
    {
        var gate = Ready();
        Assert.Equal(SigningRefusal.OtherBytes, gate.ReportRead(Paper, "ab", Now));
        gate.ReportRead(Paper, "aa", Now);
        Assert.Equal(SigningRefusal.OtherBytes, gate.RefusesSigning(Paper, "ab"));
        gate.Sign(Paper, "aa", new(new(), "bb"), "ink", Now);
        Assert.Equal(SigningRefusal.OtherBytes, gate.RefusesStamp(Paper, "aa"));
        Assert.Equal(SigningRefusal.UnknownPaper, gate.RefusesStamp(Other, "bb"));
    }

    [Fact]
    public void A_consent_taken_back_stops_what_is_not_signed_and_keeps_what_is()
    {
        var gate = Ready();
        gate.ReportRead(Paper, "aa", Now);
        Assert.Equal(SigningRefusal.None, gate.AnswerConsent(false, 1, Now));
        Assert.Equal(SigningRefusal.ConsentFirst, gate.RefusesSigning(Paper, "aa"));
        gate.AnswerConsent(true, 1, Now);
        gate.Sign(Paper, "aa", new(new(), "bb"), "ink", Now);
        gate.AnswerConsent(false, 1, Now);
        Assert.Equal(SigningRefusal.None, gate.RefusesStamp(Paper, "bb"));
    }

    [Fact]
    public void A_new_form_takes_the_place_of_the_unsigned_one_and_of_no_other_paper()
    {
        var gate = Gate();
        gate.ConfirmIdentity("GS01", IdentityMethod.CardOnCamera, Now);
        gate.Ask(Paper, "aa", Place, 7, Now);
        gate.Ask(Other, "dd", Place, null, Now);
        var newer = new DocumentId(new Guid(3, 0, 0, new byte[8]));
        gate.Ask(newer, "ee", Place, 9, Now);
        Assert.Equal([PaperState.Withdrawn, PaperState.Asked, PaperState.Asked], gate.Papers.Select(paper => paper.State));
        Assert.Equal(SigningRefusal.Stale, gate.Withdraw(Paper));
        Assert.Equal(SigningRefusal.None, gate.Withdraw(Other));
    }

    [Fact]
    public void A_step_is_taken_once()
    {
        var gate = Ready();
        gate.ReportRead(Paper, "aa", Now);
        gate.Sign(Paper, "aa", new(new(), "bb"), "ink", Now);
        Assert.Equal(SigningRefusal.Stale, gate.RefusesSigning(Paper, "aa"));
        Assert.Equal(SigningRefusal.Stale, gate.Withdraw(Paper));
        Assert.Equal(SigningRefusal.Stale, gate.ConfirmIdentity("GS02", IdentityMethod.CardReader, Now));
        gate.Stamp(Paper, "bb", new(new(), "cc"), "1", Now);
        Assert.Equal(SigningRefusal.Stale, gate.RefusesStamp(Paper, "cc"));
    }

    private static SigningGate Gate() => SigningGate.Open(new(new Guid(9, 0, 0, new byte[8])));

    private static SigningGate Ready()
    {
        var gate = Gate();
        gate.ConfirmIdentity("GS01", IdentityMethod.CardOnCamera, Now);
        gate.AnswerConsent(true, 1, Now);
        gate.Ask(Paper, "aa", Place, null, Now);
        return gate;
    }
}
