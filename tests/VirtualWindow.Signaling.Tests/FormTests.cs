using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Forms;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Forms;
using VirtualWindow.Storage.Catalogue;
using VirtualWindow.Storage.Forms;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Two people fill in one form (同屏填表): the server decides, each sees what they may see, nothing is lost.</summary>
public sealed class FormTests
{
    private const string IdNumber = "11010519491231002X";

    [Fact]
    public async Task What_the_applicant_writes_the_clerk_sees_as_a_mask_until_it_is_shown()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        var changed = await applicant.SetField(new SetFieldRequest(session, "idNumber", IdNumber, 0));
        Assert.Equal(new FormChanged(1, 1), changed.Value);

        await desk.Form.UntilAsync(1);
        Assert.Equal(("1101**********002X", true, FieldErrorNone), (desk.Form["idNumber"].Text, desk.Form["idNumber"].Masked, desk.Form["idNumber"].Error));
        Assert.DoesNotContain(IdNumber, desk.Form.Pending().SelectMany(news => news.Fields).Select(field => field.Text));

        Assert.Null((await desk.AskReveal(new AskRevealRequest(session, "idNumber"))).Refusal);
        await applicant.Form.UntilAsync(form => form["idNumber"].RevealAsked);
        Assert.Null((await applicant.RevealField(new RevealFieldRequest(session, "idNumber", Show: true))).Refusal);
        await desk.Form.UntilAsync(form => form["idNumber"] is { Text: IdNumber, Masked: false, Revealed: true });
        Assert.Equal(0, desk.Form.Gaps);
    }

    [Fact]
    public async Task A_clerk_proposes_then_writes_by_grant_until_it_is_revoked()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        Assert.Equal(RefusalCodes.FormNotGranted, (await desk.SetField(new SetFieldRequest(session, "delivery", "mail", 0))).Refusal?.Code);

        Assert.Null((await desk.ProposeField(new ProposeFieldRequest(session, "delivery", "mail"))).Refusal);
        await applicant.Form.UntilAsync(form => form["delivery"].Proposal is { Text: "mail" });
        Assert.Null((await applicant.DecideProposal(new DecideProposalRequest(session, applicant.Form["delivery"].Proposal!.Number, Accept: true))).Refusal);
        await desk.Form.UntilAsync(form => form["delivery"] is { Text: "mail", By: FormWriter.Applicant, Proposal: null });

        await desk.AskControl(new AskControlRequest(session, "delivery", 60));
        await applicant.Form.UntilAsync(form => form.Status!.Control is { Stage: ControlStage.Asked, PageId: "delivery", Seconds: 60 });
        Assert.Null((await applicant.AnswerControl(new AnswerControlRequest(session, Grant: true))).Refusal);
        await desk.Form.UntilAsync(form => form.Status!.Control.Stage == ControlStage.Granted);
        Assert.Null((await desk.SetField(new SetFieldRequest(session, "delivery", "pickUp", 1))).Refusal);
        Assert.Equal(RefusalCodes.FormNotGranted, (await desk.SetField(new SetFieldRequest(session, "applicantName", "李四", 0))).Refusal?.Code); // another page
        Assert.Equal(RefusalCodes.FormApplicantOnly, (await desk.SetField(new SetFieldRequest(session, "declared", "true", 0))).Refusal?.Code);

        Assert.Null((await applicant.EndControl(new EndControlRequest(session))).Refusal);
        Assert.Equal(RefusalCodes.FormNotGranted, (await desk.SetField(new SetFieldRequest(session, "delivery", "mail", 2))).Refusal?.Code);
        await applicant.Form.UntilAsync(form => form["delivery"] is { Text: "pickUp", By: FormWriter.Clerk });
        await desk.Form.UntilAsync(form => form.Status!.Control.Stage == ControlStage.None);
    }

    [Fact]
    public async Task A_grant_that_runs_out_ends_on_both_pages_without_anybody_asking()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        await desk.AskControl(new AskControlRequest(session, null, 1));
        await applicant.AnswerControl(new AnswerControlRequest(session, Grant: true));
        await desk.Form.UntilAsync(form => form.Status!.Control.Stage == ControlStage.Granted);
        await desk.Form.UntilAsync(form => form.Status!.Control.Stage == ControlStage.None);
        await applicant.Form.UntilAsync(form => form.Sequence == desk.Form.Sequence);
        Assert.Equal(0, applicant.Form.Gaps);
    }

    [Fact]
    public async Task A_pause_hides_what_is_written_until_it_ends()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        Assert.Null((await applicant.PauseForm(new PauseFormRequest(session, Paused: true))).Refusal);
        await desk.Form.UntilAsync(form => form.Status!.Paused);
        await applicant.SetField(new SetFieldRequest(session, "delivery", "mail", 0));
        Assert.Equal(RefusalCodes.FormPaused, (await desk.ProposeField(new ProposeFieldRequest(session, "delivery", "pickUp"))).Refusal?.Code);
        var looked = await desk.OpenForm(new OpenFormRequest(session));
        Assert.All(looked.Value!.Fields, field => Assert.Equal("", field.Text));
        Assert.Equal("", desk.Form["delivery"].Text);

        Assert.Null((await applicant.PauseForm(new PauseFormRequest(session, Paused: false))).Refusal);
        await desk.Form.UntilAsync(form => form is { Status.Paused: false } && form["delivery"].Text == "mail");
    }

    [Fact]
    public async Task Whoever_writes_over_what_they_have_not_seen_is_told_so()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, _, session) = await OpenAsync(host);
        await applicant.SetField(new SetFieldRequest(session, "delivery", "mail", 0));
        Assert.Equal(RefusalCodes.Stale, (await applicant.SetField(new SetFieldRequest(session, "delivery", "pickUp", 0))).Refusal?.Code);
    }

    [Fact]
    public async Task Only_a_whole_form_is_submitted()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        Assert.Equal(RefusalCodes.FormIncomplete, (await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: true))).Refusal?.Code);
        foreach (var (field, text) in Complete) Assert.Null((await applicant.SetField(new SetFieldRequest(session, field, text, 0))).Refusal);
        Assert.Null((await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: true))).Refusal);
        await desk.Form.UntilAsync(form => form.Status!.Submitted);
        Assert.Equal(RefusalCodes.FormSubmitted, (await desk.ProposeField(new ProposeFieldRequest(session, "delivery", "mail"))).Refusal?.Code);
        Assert.Null((await applicant.SubmitForm(new SubmitFormRequest(session, Submitted: false))).Refusal);
        await desk.Form.UntilAsync(form => !form.Status!.Submitted);
    }

    [Fact]
    public async Task Gestures_reach_the_other_side_and_only_at_places_of_the_form()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        Assert.Null((await desk.GestureAtForm(new FormGestureRequest(session, GestureKind.Mark, "person", "mobile", 0.5, 0.25))).Refusal);
        Assert.Equal(new FormGesture(session, FormWriter.Clerk, GestureKind.Mark, "person", "mobile", 0.5, 0.25), await applicant.Form.GestureAsync());
        Assert.Equal(RefusalCodes.BadInput, (await desk.GestureAtForm(new FormGestureRequest(session, GestureKind.Mark, "delivery", "mobile", 0.5, 0.25))).Refusal?.Code);
        Assert.Equal(RefusalCodes.BadInput, (await desk.GestureAtForm(new FormGestureRequest(session, GestureKind.Point, "person", null, 1.5, 0))).Refusal?.Code);
    }

    [Fact]
    public async Task The_log_is_encrypted_chained_and_replays_to_the_form()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        foreach (var (field, text) in Complete) await applicant.SetField(new SetFieldRequest(session, field, text, 0));
        await desk.ProposeField(new ProposeFieldRequest(session, "remarks", "请核对"));

        var rows = await host.Store.ReadAsync((db, ct) => db.SessionFormEntries.OrderBy(row => row.Sequence).ToListAsync(ct), CancellationToken.None);
        Assert.DoesNotContain(rows, row => row.Text.Contains(IdNumber, StringComparison.Ordinal));
        var texts = host.Services.GetRequiredService<FormTexts>();
        var log = rows.ConvertAll(row => new LoggedEntry(row.Sequence, texts.Reveal(row.Text), row.Hash));
        var definition = ItemForms.Load().Of(SampleCatalogue.Load().Items.Single(item => item.Code == new ItemCode("GA-01")));
        Assert.Null(FormLog.FirstBroken(FormLog.Start(session, definition), log));
        var form = FormState.Replay(definition, log.Select(FormLog.Read));
        Assert.All(Complete, pair => Assert.Equal(pair.Text, form[new(pair.Field)].Text));
        Assert.Equal("请核对", form.ProposalOn(new("remarks"))?.Value);
    }

    [Fact]
    public async Task A_page_that_missed_news_notices_and_opens_the_form_again()
    {
        await using var host = await SignalingHost.StartAsync();
        var (applicant, desk, session) = await OpenAsync(host);
        await applicant.SetField(new SetFieldRequest(session, "delivery", "mail", 0));
        await using var second = await host.DeskAsync("gushi01"); // a reload: the older page is cut off
        var view = (await second.OpenForm(new OpenFormRequest(session))).Value!;
        second.Form.Open(view);
        Assert.Equal("mail", second.Form["delivery"].Text);
        await applicant.SetField(new SetFieldRequest(session, "delivery", "pickUp", 1));
        await second.Form.UntilAsync(form => form["delivery"].Text == "pickUp");
        Assert.Equal(RefusalCodes.NotYours, (await desk.OpenForm(new OpenFormRequest(session))).Refusal?.Code);
    }

    [Fact]
    public async Task Two_processes_keep_one_form_and_neither_overwrites_what_the_other_has_appended()
    {
        await using var one = await SignalingHost.StartAsync();
        await using var other = await SignalingHost.StartAsync(database: one.Database, clock: one.Clock);
        var (applicant, desk, session) = await OpenAsync(one);
        await using var elsewhere = await other.DeskAsync("gushi01"); // the clerk comes back by way of the other process
        elsewhere.Form.Open((await elsewhere.OpenForm(new OpenFormRequest(session))).Value!);

        await applicant.SetField(new SetFieldRequest(session, "delivery", "mail", 0));
        Assert.Null((await elsewhere.ProposeField(new ProposeFieldRequest(session, "remarks", "请核对"))).Refusal); // before it has heard of the first
        await applicant.SetField(new SetFieldRequest(session, "delivery", "pickUp", 1));

        await elsewhere.Form.UntilAsync(form => form["delivery"].Text == "pickUp");
        await applicant.Form.UntilAsync(form => form["remarks"].Proposal is { Text: "请核对" });
        Assert.Equal(3, (await applicant.OpenForm(new OpenFormRequest(session))).Value!.Sequence);
        Assert.NotNull(desk);
    }

    [Fact]
    public void The_wires_words_are_those_of_the_domain()
    {
        Assert.Equal(Enum.GetNames<Domain.Forms.FieldKind>(), Enum.GetNames<Contracts.Forms.FieldKind>());
        Assert.Equal(Enum.GetNames<Domain.Forms.FieldError>(), Enum.GetNames<Contracts.Forms.FieldError>());
    }

    private const Contracts.Forms.FieldError FieldErrorNone = Contracts.Forms.FieldError.None;

    internal static readonly (string Field, string Text)[] Complete =
    [
        ("applicantName", "张小明"), ("idNumber", IdNumber), ("mobile", "13812345678"), ("address", "固始县城关镇 1 号"),
        ("cardReason", "lost"), ("acting", "self"), ("delivery", "electronic"), ("declared", "true"),
    ];

    private static async Task<(ApplicantClient Applicant, DeskClient Desk, string Session)> OpenAsync(SignalingHost host)
    {
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        applicant.Form.Open((await applicant.OpenForm(new OpenFormRequest(session))).Value!);
        desk.Form.Open((await desk.OpenForm(new OpenFormRequest(session))).Value!);
        return (applicant, desk, session);
    }
}
