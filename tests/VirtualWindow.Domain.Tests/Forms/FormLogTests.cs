using System.Text.Json;
using CsCheck;
using VirtualWindow.Domain.Forms;
using static VirtualWindow.Domain.Tests.Forms.SampleForm;

namespace VirtualWindow.Domain.Tests.Forms;

public sealed class FormLogTests
{
    private static readonly byte[] Start = FormLog.Start("session", Definition);

    [Fact]
    public void An_entry_reads_back_as_it_was_written()
    {
        FormEntry[] entries =
        [
            new FieldSet(1, Applicant, Now, Name, "张三 \"引号\"", 1, 7), new FieldProposed(2, Clerk, Now, Name, "李"), new ProposalRefused(3, Applicant, Now, 2),
            new ControlAsked(4, Clerk, Now, How, TimeSpan.FromMinutes(3)), new ControlGranted(5, Applicant, Now, "c", null, Now), new ControlDenied(6, Applicant, Now),
            new ControlEnded(7, FormActor.System, Now, ControlEnd.Expired), new RevealAsked(8, Clerk, Now, Name), new RevealDenied(9, Applicant, Now, Name),
            new FieldRevealed(10, Applicant, Now, Name), new FieldHidden(11, Applicant, Now, Name), new FormPaused(12, Applicant, Now), new FormResumed(13, Applicant, Now),
            new FormSubmitted(14, Applicant, Now), new FormReopened(15, Applicant, Now),
        ];
        Assert.All(entries, entry => Assert.Equal(entry, FormLog.Read(FormLog.Seal(Start, entry))));
        Assert.Equal(typeof(FormEntry).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(FormEntry))), entries.Length); // none forgotten
    }

    [Fact]
    public void Any_change_to_the_log_is_noticed_where_it_is()
    {
        var log = Log();
        Assert.Null(FormLog.FirstBroken(Start, log));
        Assert.Equal(1, FormLog.FirstBroken(FormLog.Start("another session", Definition), log));
        Assert.Equal(3, FormLog.FirstBroken(Start, [.. log.Take(2), .. log.Skip(3)])); // taken out
        Assert.Equal(3, FormLog.FirstBroken(Start, [.. log.Take(2), log[3], log[2], .. log.Skip(4)])); // exchanged
        Assert.Equal(4, FormLog.FirstBroken(Start, [.. log.Take(3), log[3] with { Text = log[3].Text.Replace("值3", "值9", StringComparison.Ordinal) }, .. log.Skip(4)]));
    }

    [Fact]
    public void What_is_no_entry_is_not_read() =>
        Assert.ThrowsAny<JsonException>(() => FormLog.Read(new(1, """{"kind":"field.burn","sequence":1}""", [])));

    [Fact]
    public void A_form_refuses_the_entries_of_another_moment()
    {
        var form = new FormState(Definition);
        Assert.Throws<InvalidOperationException>(() => form.Apply(new FormPaused(2, Applicant, Now)));
    }

    /// <summary>Whatever the two do, in any order: the log replays to the same form, the clerk wrote nothing that is the applicant's own,
    /// and what the clerk is shown never holds a value that is masked.</summary>
    [Fact]
    public void Any_sitting_replays_and_leaks_nothing() =>
        Acts.Sample(acts =>
        {
            var (form, log, before, now) = (new FormState(Definition), new List<LoggedEntry>(), Start, Now);
            foreach (var act in acts)
            {
                now += TimeSpan.FromSeconds(act.Seconds);
                if (Move(form, act, now).Entry is not { } entry) continue;
                log.Add(FormLog.Seal(before, entry));
                before = log[^1].Hash;
                form.Apply(entry);
                AssertNothingLeaks(form);
            }

            Assert.Null(FormLog.FirstBroken(Start, log));
            AssertSame(form, FormState.Replay(Definition, log.Select(FormLog.Read)));
        }, iter: 3_000);

    private sealed record RandomAct(int Kind, int Field, int Value, int Seconds);

    private static readonly FieldId[] Fields = [.. Definition.Fields.Select(field => field.Id)];

    private static readonly Gen<RandomAct[]> Acts =
        (from kind in Gen.Int[0, 12] from field in Gen.Int[0, Fields.Length - 1] from value in Gen.Int[0, 3] from seconds in Gen.Int[0, 120] select new RandomAct(kind, field, value, seconds)).Array[1, 40];

    private static FormMove Move(FormState form, RandomAct act, DateTimeOffset now)
    {
        var field = Fields[act.Field];
        var value = new[] { "", "secret-one", "secret-two", "mail" }[act.Value];
        return act.Kind switch
        {
            0 or 1 => FormDesk.Set(form, Applicant, field, value, form[field].Revision, now),
            2 or 3 => FormDesk.Set(form, Clerk, field, "by-clerk", form[field].Revision, now),
            4 => FormDesk.Propose(form, Clerk, field, "by-clerk", now),
            5 => FormDesk.Decide(form, Applicant, form.Proposals.FirstOrDefault()?.Number ?? 0, act.Value > 1, now),
            6 => FormDesk.AskControl(form, Clerk, act.Value > 1 ? How : null, TimeSpan.FromMinutes(2), now),
            7 => FormDesk.AnswerControl(form, Applicant, act.Value > 0, now),
            8 => FormDesk.EndControl(form, act.Value > 1 ? Applicant : Clerk, now),
            9 => FormDesk.Tick(form, now),
            10 => FormDesk.AskReveal(form, Clerk, field, now),
            11 => FormDesk.Reveal(form, Applicant, field, act.Value > 1, now),
            _ => FormDesk.Pause(form, Applicant, act.Value > 1, now),
        };
    }

    private static void AssertNothingLeaks(FormState form)
    {
        foreach (var field in Definition.Fields)
        {
            if (field.ApplicantOnly) Assert.NotEqual(FormRole.Clerk, form[field.Id].By.Role);
            var shown = FormSight.Value(form, field, FormRole.Clerk);
            if (field.Privacy == FieldPrivacy.Masked && !form.Revealed.Contains(field.Id))
                Assert.DoesNotContain("secret", shown.Text, StringComparison.Ordinal);
        }
    }

    private static void AssertSame(FormState form, FormState again)
    {
        Assert.Equal((form.Sequence, form.Asked, form.Grant, form.Paused, form.Submitted), (again.Sequence, again.Asked, again.Grant, again.Paused, again.Submitted));
        Assert.Equal(Fields.Select(field => form[field]), Fields.Select(field => again[field]));
        Assert.Equal(form.Proposals, again.Proposals);
        Assert.Equal(form.Revealed.Order(Comparer<FieldId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))), again.Revealed.Order(Comparer<FieldId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
    }

    private static List<LoggedEntry> Log()
    {
        var (log, before) = (new List<LoggedEntry>(), Start);
        for (var i = 1; i <= 6; i++)
        {
            log.Add(FormLog.Seal(before, new FieldSet(i, Applicant, Now, Name, $"值{i - 1}", i)));
            before = log[^1].Hash;
        }

        return log;
    }
}
