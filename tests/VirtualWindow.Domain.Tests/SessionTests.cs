using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.Domain.Tests;

public sealed class SessionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void It_ends_exactly_once()
    {
        var session = Open();
        session.Activate(Now);
        session.End(Outcome.Accepted, "好", Now.AddMinutes(5));
        Assert.Throws<IllegalMoveException>(() => session.End(Outcome.Refused, null, Now.AddMinutes(6)));
        Assert.Equal((Outcome.Accepted, "好"), (session.Outcome!.Value, session.Notes));
        Assert.All(session.Participants, seat => Assert.Equal(Now.AddMinutes(5), seat.LeftAt));
    }

    [Fact]
    public void A_call_that_nobody_joined_is_no_case()
    {
        var session = Open();
        session.End(Outcome.NoShow, null, Now.AddMinutes(1));
        Assert.False(session.MustBeFiled);
    }

    [Fact]
    public void Every_sitting_that_the_applicant_joined_is_filed()
    {
        var session = Open();
        session.Activate(Now);
        Assert.False(session.MustBeFiled);
        session.End(Outcome.NoShow, null, Now.AddMinutes(1));
        Assert.True(session.MustBeFiled);
    }

    [Fact]
    public void Notes_of_an_older_revision_change_nothing()
    {
        var session = Open();
        Assert.True(session.SaveNotes("一", 0));
        Assert.False(session.SaveNotes("旧", 0));
        Assert.Equal(("一", 1), (session.Notes, session.NotesRevision));
    }

    [Fact]
    public void A_supervisor_who_comes_back_keeps_the_seat_and_never_publishes()
    {
        var session = Open();
        var seat = session.Enter(new(Guid.NewGuid()), PartyRole.Supervisor, "主管", null, new("lead01"), Now);
        session.Exit(seat.Id, Now.AddMinutes(1));
        Assert.False(seat.Present);
        Assert.Same(seat, session.Enter(new(Guid.NewGuid()), PartyRole.Supervisor, "主管", null, new("lead01"), Now.AddMinutes(2)));
        seat.SetMedia(true, true);
        Assert.True(seat is { Present: true, Microphone: false, Camera: false });
        Assert.Equal(3, session.Participants.Count);
    }

    [Fact]
    public void Hold_and_resume_alternate()
    {
        var session = Open();
        Assert.Throws<IllegalMoveException>(session.Hold);
        session.Activate(Now);
        session.Hold();
        Assert.True(session.Held);
        Assert.Throws<IllegalMoveException>(session.Hold);
        session.Resume();
        Assert.False(session.Held);
    }

    [Fact]
    public void Consent_to_recording_is_given_taken_back_and_given_again()
    {
        var session = Open();
        Assert.Equal(RecordingConsent.NotAnswered, session.RecordingConsent);
        (bool Agreed, bool Changes, RecordingConsent After)[] story =
        [
            (false, true, RecordingConsent.Refused), (false, false, RecordingConsent.Refused), (true, true, RecordingConsent.Given),
            (true, false, RecordingConsent.Given), (false, true, RecordingConsent.Revoked), (false, false, RecordingConsent.Revoked), (true, true, RecordingConsent.Given),
        ];
        foreach (var (agreed, changes, after) in story)
        {
            Assert.Equal(changes, session.AnswerRecording(agreed, Now));
            Assert.Equal(after, session.RecordingConsent);
        }

        session.End(Outcome.NoShow, null, Now);
        Assert.Throws<IllegalMoveException>(() => session.AnswerRecording(false, Now));
    }

    private static Session Open() => Session.Open(
        new(Guid.NewGuid()), new(Guid.NewGuid()), new(new(Guid.NewGuid()), new("s1"), "李四", "G01", new("gushi")), new(Guid.NewGuid()),
        new(Guid.NewGuid()), "张*", new("suzhou"), Now);
}
