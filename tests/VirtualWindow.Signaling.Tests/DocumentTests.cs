using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Documents;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Storage.Documents;
using VirtualWindow.Testing.HubClients;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Documents of a session over real HTTP and SignalR: uploaded in parts, checked, laid before both sides with one hash, pointed at.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task A_photo_is_uploaded_checked_and_seen_by_both_sides_as_the_same_bytes()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var photo = SamplePicture.Png(900, 700);
        Assert.Equal(HttpStatusCode.OK, (await applicant.Documents.UploadAsync(session, "C:\\fakepath\\户口簿.png", photo)).StatusCode);
        var shown = await ShownAsync(desk, session);
        Assert.Equal(("户口簿.png", DocumentSource.Uploaded, ParticipantRole.Applicant, "image/png"), (shown.Name, shown.Source, shown.AddedBy, shown.MediaType));
        Assert.Equal(new DocumentPageView(324, 252), Assert.Single(shown.Pages)); // 200 picture elements an inch

        var (mine, theirs) = (await BytesAsync(applicant, shown), await BytesAsync(desk, shown));
        Assert.Equal(mine, theirs);
        Assert.Equal(shown.Sha256, Hash(mine));
        Assert.NotEqual(photo, mine); // drawn anew
        var row = (await host.Services.GetRequiredService<SessionDocuments>().ListAsync(SessionId.Parse(session), default)).Single();
        Assert.Equal(photo, await host.Services.GetRequiredService<SessionDocuments>().ReadOriginalAsync(row, default)); // kept, and shown to nobody
    }

    [Fact]
    public async Task An_upload_that_was_cut_off_goes_on_where_it_was()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var photo = SamplePicture.Noise(600, 600); // several parts
        var upload = await UploadOf(await applicant.Documents.BeginAsync(DocumentMirror.RequestFor(session, "照片.png", photo)));
        Assert.True(photo.Length > 2 * upload.PartBytes);
        var first = await UploadOf(await applicant.Documents.SendPartAsync(upload.DocumentId, 0, photo.AsMemory(0, upload.PartBytes)));
        Assert.Equal((upload.PartBytes, false), (first.Received, first.Complete));

        await RefusedAsync(RefusalCodes.Stale, applicant.Documents.SendPartAsync(upload.DocumentId, 0, photo.AsMemory(0, upload.PartBytes))); // acknowledged already
        var where = await UploadOf(await applicant.Documents.StateAsync(upload.DocumentId));
        Assert.Equal(upload.PartBytes, where.Received);
        for (var from = where.Received; from < photo.Length; from = where.Received)
            where = await UploadOf(await applicant.Documents.SendPartAsync(upload.DocumentId, from, photo.AsMemory((int)from, (int)Math.Min(upload.PartBytes, photo.Length - from))));
        Assert.True(where.Complete);
        Assert.True((await UploadOf(await applicant.Documents.StateAsync(upload.DocumentId))).Complete); // whoever missed the last answer learns it
        await ShownAsync(desk, session);
    }

    [Theory]
    [InlineData("word", "只能上传照片")]
    [InlineData("heif", "HEIF")]
    [InlineData("huge", "尺寸太大")]
    [InlineData("cut", "已损坏")]
    public async Task What_cannot_be_shown_is_refused_with_a_sentence_that_helps(string what, string sentence)
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        byte[] bytes = what switch
        {
            "word" => [.. "PK\u0003\u0004 a text document"u8],
            "heif" => [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]],
            "huge" => SamplePicture.Declaring(30_000, 30_000),
            _ => SamplePicture.Png(300, 300)[..600],
        };
        await applicant.Documents.UploadAsync(session, "材料", bytes);
        var refused = (await desk.Documents.UntilAsync(session, view => view.Documents is [{ Stage: DocumentStage.Refused }])).Documents.Single();
        Assert.Contains(sentence, refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Null(refused.Sha256);
        await RefusedAsync(RefusalCodes.NotFound, desk.Documents.FetchAsync(refused.DocumentId));
        Assert.Equal(RefusalCodes.Stale, (await desk.ShowDocument(new(session, refused.DocumentId))).Refusal!.Code);
    }

    [Fact]
    public async Task Bytes_other_than_those_announced_are_not_taken()
    {
        await using var host = await SignalingHost.StartAsync();
        var (_, applicant, session) = await SitAsync(host);
        var photo = SamplePicture.Png(50, 50);
        var upload = await UploadOf(await applicant.Documents.BeginAsync(DocumentMirror.RequestFor(session, "a.png", photo)));
        photo[^1] ^= 1;
        await RefusedAsync(RefusalCodes.DocumentDiffers, applicant.Documents.SendPartAsync(upload.DocumentId, 0, photo));
        await RefusedAsync(RefusalCodes.NotFound, applicant.Documents.StateAsync(upload.DocumentId));
        Assert.Empty((await applicant.Documents.OpenAsync(session)).Documents);
    }

    [Fact]
    public async Task Both_pages_say_that_they_hold_the_announced_bytes_and_only_those_count()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var document = await UploadedAsync(applicant, session);
        Done(await desk.ShowDocument(new(session, document.DocumentId)));
        var showing = (await applicant.Documents.UntilAsync(session, view => view.Showing is not null)).Showing!;
        Assert.Equal((document.Sha256, ParticipantRole.Clerk, false, false), (showing.Sha256, showing.OpenedBy, showing.ApplicantSaw, showing.ClerkSaw));

        Assert.Equal(RefusalCodes.DocumentDiffers, (await applicant.ConfirmDocument(new(session, showing.Serial, new string('0', 64)))).Refusal!.Code);
        Done(await applicant.ConfirmDocument(new(session, showing.Serial, document.Sha256!)));
        Done(await desk.ConfirmDocument(new(session, showing.Serial, document.Sha256!)));
        Assert.True((await desk.Documents.UntilAsync(session, view => view.Showing is { ApplicantSaw: true, ClerkSaw: true })).Showing!.ClerkSaw);

        var other = await UploadedAsync(desk, session);
        Done(await applicant.ShowDocument(new(session, other.DocumentId)));
        var next = (await desk.Documents.UntilAsync(session, view => view.Showing?.DocumentId == other.DocumentId)).Showing!;
        Assert.Equal((showing.Serial + 1, ParticipantRole.Applicant), (next.Serial, next.OpenedBy));
        Assert.Equal(RefusalCodes.Stale, (await desk.ConfirmDocument(new(session, showing.Serial, document.Sha256!))).Refusal!.Code);
        Done(await desk.CloseDocument(new(session, next.Serial)));
        await applicant.Documents.UntilAsync(session, view => view.Showing is null);
    }

    [Fact]
    public async Task Pointer_and_ink_reach_the_other_side_and_nobody_else()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        await desk.Documents.OpenAsync(session);
        Done(await applicant.GestureAtDocument(new(session, 1, DocumentGestureKind.Point, 7, 1, 0.25, 0.5, 1, null)));
        var point = await desk.Documents.GestureAsync();
        Assert.Equal((ParticipantRole.Applicant, DocumentGestureKind.Point, 7L, 0.25), (point.By, point.Kind, point.Number, point.X));
        Done(await desk.GestureAtDocument(new(session, 1, DocumentGestureKind.Ink, 3, 2, 0, 0, 1, [0.1, 0.2, 0.3, 0.4])));
        var ink = await applicant.Documents.GestureAsync(); // the first that reaches this side: its own pointer did not come back
        Assert.Equal((ParticipantRole.Clerk, DocumentGestureKind.Ink, 2), (ink.By, ink.Kind, ink.Page));
        Assert.Equal([0.1, 0.2, 0.3, 0.4], ink.Points!);
    }

    [Theory]
    [InlineData(1.1, 0.5, 1, 1, 0)]
    [InlineData(0.5, -0.1, 1, 1, 0)]
    [InlineData(0.5, 0.5, 0, 1, 0)] // page
    [InlineData(0.5, 0.5, 1, 9, 0)] // zoom
    [InlineData(0.5, 0.5, 1, 1, 3)] // half a point
    [InlineData(0.5, 0.5, 1, 1, 402)]
    public async Task Gestures_beside_the_paper_are_refused(double x, double y, int page, double zoom, int numbers)
    {
        await using var host = await SignalingHost.StartAsync();
        var (_, applicant, session) = await SitAsync(host);
        var points = Enumerable.Repeat(0.5, numbers).ToArray();
        Assert.Equal(RefusalCodes.BadInput, (await applicant.GestureAtDocument(new(session, 1, DocumentGestureKind.Ink, 1, page, x, y, zoom, points))).Refusal!.Code);
    }

    [Fact]
    public async Task The_clerk_asks_and_the_answer_closes_the_question()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        Done(await desk.AskDocument(new(session, "2", "居住证")));
        Done(await desk.AskDocument(new(session, "2", "居住证"))); // once is enough
        Done(await desk.AskDocument(new(session, null, "丢失声明")));
        var asks = (await applicant.Documents.UntilAsync(session, view => view.Asks.Count == 2)).Asks;
        await applicant.Documents.UploadAsync(session, "居住证.png", SamplePicture.Png(40, 30), asks[0].AskId);
        var left = (await desk.Documents.UntilAsync(session, view => view.Asks.Count == 1 && view.Documents.Count == 1)).Asks.Single();
        Assert.Equal("丢失声明", left.Name);
        Done(await applicant.EndAsk(new(session, left.AskId)));
        await desk.Documents.UntilAsync(session, view => view.Asks.Count == 0);
        var ends = await host.Store.ReadAsync((db, ct) => db.DocumentRequests.OrderBy(row => row.AskedAt).Select(row => row.End).ToListAsync(ct), default);
        Assert.Equal([RequestEnd.Answered, RequestEnd.Declined], ends);
        Assert.Equal(RefusalCodes.BadInput, (await desk.AskDocument(new(session, null, " "))).Refusal!.Code);
        Assert.Equal(RefusalCodes.TooLarge, (await desk.AskDocument(new(session, null, new string('长', 101)))).Refusal!.Code);
    }

    [Fact]
    public async Task Only_who_added_a_document_takes_it_back_and_nobody_reads_it_then()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var document = await UploadedAsync(applicant, session);
        Done(await desk.ShowDocument(new(session, document.DocumentId)));
        Assert.Equal(RefusalCodes.NotAllowed, (await desk.WithdrawDocument(new(session, document.DocumentId))).Refusal!.Code);
        Done(await applicant.WithdrawDocument(new(session, document.DocumentId)));
        await desk.Documents.UntilAsync(session, view => view is { Showing: null, Documents: [{ Stage: DocumentStage.Withdrawn }] });
        await RefusedAsync(RefusalCodes.NotFound, desk.Documents.FetchAsync(document.DocumentId));
    }

    [Fact]
    public async Task Nobody_else_reads_or_adds_to_a_sessions_documents()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var document = await UploadedAsync(applicant, session);
        var (stranger, clerk, nobody) = (await host.WaitingAsync(), await host.DeskAsync("gushi02"), await host.ApplicantAsync());
        foreach (var (who, code) in new[] { (stranger.Documents, RefusalCodes.NotYours), (clerk.Documents, RefusalCodes.NotYours), (nobody.Documents, RefusalCodes.SignInRequired) })
        {
            await RefusedAsync(code, who.FetchAsync(document.DocumentId));
            await RefusedAsync(code, who.UploadAsync(session, "x.png", SamplePicture.Png(9, 9)));
        }

        var upload = await UploadOf(await applicant.Documents.BeginAsync(DocumentMirror.RequestFor(session, "a.png", [1, 2, 3])));
        await RefusedAsync(RefusalCodes.NotYours, desk.Documents.SendPartAsync(upload.DocumentId, 0, new byte[] { 1, 2, 3 })); // the other side is no owner either
        await RefusedAsync(RefusalCodes.NotYours, stranger.Documents.StateAsync(upload.DocumentId));

        await desk.EndSession(new(session, SessionOutcome.Consulted, null));
        await RefusedAsync(RefusalCodes.NoSession, applicant.Documents.FetchAsync(document.DocumentId));
        await RefusedAsync(RefusalCodes.NoSession, applicant.Documents.SendPartAsync(upload.DocumentId, 0, new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public async Task Every_endpoint_refuses_bad_input_with_a_sentence()
    {
        await using var host = await SignalingHost.StartAsync();
        var (_, applicant, session) = await SitAsync(host);
        var mirror = applicant.Documents;
        var good = DocumentMirror.RequestFor(session, "a.png", [1, 2, 3]);
        object[] bad =
        [
            good with { SessionId = "x" }, good with { Bytes = 0 }, good with { Bytes = -5 }, good with { Sha256 = "abc" }, good with { Sha256 = new string('G', 64) },
            good with { Name = "" }, good with { Name = "a\u0007b" }, good with { Name = "dir/" }, good with { AskId = "x" },
        ];
        foreach (var request in bad) await RefusedAsync(RefusalCodes.BadInput, mirror.BeginAsync(request));
        await RefusedAsync(RefusalCodes.TooLarge, mirror.BeginAsync(good with { Bytes = 1L << 40 }));
        await RefusedAsync(RefusalCodes.TooLarge, mirror.BeginAsync(good with { Name = new string('n', 300) }));
        await RefusedAsync(RefusalCodes.TooLarge, mirror.BeginAsync(good with { Material = new string('n', 300) }));
        await RefusedAsync(RefusalCodes.NotFound, mirror.BeginAsync(good with { AskId = Guid.NewGuid().ToString("N") }));

        var upload = await UploadOf(await mirror.BeginAsync(good));
        foreach (var offset in new object[] { -1, "x", "", long.MaxValue.ToString() + "0" })
            await RefusedAsync(RefusalCodes.BadInput, mirror.SendPartAsync(upload.DocumentId, offset, new byte[] { 1 }));
        await RefusedAsync(RefusalCodes.BadInput, mirror.SendPartAsync(upload.DocumentId, 0, default));
        await RefusedAsync(RefusalCodes.BadInput, mirror.SendPartAsync("nonsense", 0, new byte[] { 1 }));
        await RefusedAsync(RefusalCodes.TooLarge, mirror.SendPartAsync(upload.DocumentId, 0, new byte[upload.PartBytes + 1]));
        await RefusedAsync(RefusalCodes.Stale, mirror.SendPartAsync(upload.DocumentId, 0, new byte[] { 1, 2, 3, 4 }));
        await RefusedAsync(RefusalCodes.Stale, mirror.SendPartAsync(upload.DocumentId, 0, new byte[] { 1 })); // no whole block and not the end
        await RefusedAsync(RefusalCodes.Stale, mirror.SendPartAsync(upload.DocumentId, long.MaxValue, new byte[] { 1 }));
        await RefusedAsync(RefusalCodes.BadInput, mirror.FetchAsync("nonsense"));
        await RefusedAsync(RefusalCodes.NotFound, mirror.FetchAsync(Guid.NewGuid().ToString("N")));
        await RefusedAsync(RefusalCodes.BadInput, mirror.StateAsync("nonsense"));
        await RefusedAsync(RefusalCodes.NotFound, mirror.StateAsync(Guid.NewGuid().ToString("N")));
        Assert.Equal(0, (await UploadOf(await mirror.StateAsync(upload.DocumentId))).Received);
    }

    [Fact]
    public async Task A_document_is_read_by_range_and_runs_nothing()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, applicant, session) = await SitAsync(host);
        var document = await UploadedAsync(applicant, session);
        var whole = await BytesAsync(desk, document);
        var rest = await desk.Documents.FetchAsync(document.DocumentId, ("Range", "bytes=100-"), ("If-Range", $"\"{document.Sha256}\""));
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[100..], await rest.Content.ReadAsByteArrayAsync());
        Assert.Equal(("default-src 'none'; sandbox", "nosniff", "no-store"), (
            rest.Headers.GetValues("Content-Security-Policy").Single(), rest.Headers.GetValues("X-Content-Type-Options").Single(), rest.Headers.CacheControl!.ToString()));
    }

    [Fact]
    public async Task A_session_takes_so_many_documents_and_no_more()
    {
        await using var host = await SignalingHost.StartAsync(new() { ["Documents:MostPerSession"] = "2", ["Documents:MostUnderWay"] = "1" });
        var (_, applicant, session) = await SitAsync(host);
        await UploadOf(await applicant.Documents.BeginAsync(DocumentMirror.RequestFor(session, "a.png", [1, 2, 3])));
        await RefusedAsync(RefusalCodes.DocumentsFull, applicant.Documents.BeginAsync(DocumentMirror.RequestFor(session, "b.png", [1, 2, 3])));
    }

    [Fact]
    public async Task What_another_process_adds_is_told_here()
    {
        await using var host = await SignalingHost.StartAsync();
        var (desk, _, session) = await SitAsync(host);
        await desk.Documents.OpenAsync(session);
        var title = new DocumentTitle(SessionId.Parse(session), "申请表.pdf", null, DocumentOrigin.Generated, null);
        var made = await host.Services.GetRequiredService<SessionDocuments>().AddAsync(title, new byte[] { 1 }, "application/pdf", [new(595, 842)], default);
        var seen = (await desk.Documents.UntilAsync(session, view => view.Documents.Count == 1)).Documents.Single();
        Assert.Equal((made.Id.ToString(), DocumentSource.Generated, (ParticipantRole?)null), (seen.DocumentId, seen.Source, seen.AddedBy));
    }

    private static async Task<(DeskClient Desk, ApplicantClient Applicant, string Session)> SitAsync(SignalingHost host)
    {
        var desk = await host.ReadyDeskAsync();
        var (applicant, session) = await Sittings.BeginAsync(host, desk);
        return (desk, applicant, session);
    }

    private static Task<DocumentView> UploadedAsync(ApplicantClient who, string session) => UploadedAsync(who.Documents, session);

    private static Task<DocumentView> UploadedAsync(DeskClient who, string session) => UploadedAsync(who.Documents, session);

    private static async Task<DocumentView> UploadedAsync(DocumentMirror mirror, string session)
    {
        var upload = await UploadOf(await mirror.UploadAsync(session, "材料.png", SamplePicture.Png(120, 80)));
        bool IsIt(DocumentView one) => one.DocumentId == upload.DocumentId;
        return (await mirror.UntilAsync(session, view => view.Documents.Any(one => IsIt(one) && one.Stage == DocumentStage.Shown))).Documents.Single(IsIt);
    }

    private static async Task<DocumentView> ShownAsync(DeskClient desk, string session) =>
        (await desk.Documents.UntilAsync(session, view => view.Documents is [{ Stage: DocumentStage.Shown }])).Documents.Single();

    private static Task<byte[]> BytesAsync(ApplicantClient who, DocumentView document) => BytesAsync(who.Documents, document);

    private static Task<byte[]> BytesAsync(DeskClient who, DocumentView document) => BytesAsync(who.Documents, document);

    private static async Task<byte[]> BytesAsync(DocumentMirror mirror, DocumentView document)
    {
        var answer = await mirror.FetchAsync(document.DocumentId);
        Assert.Equal((HttpStatusCode.OK, document.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<UploadView> UploadOf(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<UploadView>(WindowConnection.Json))!;
    }

    private static async Task RefusedAsync(string code, Task<HttpResponseMessage> answer)
    {
        var response = await answer;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(text.Contains($"\"{code}\"", StringComparison.Ordinal), $"{(int)response.StatusCode} {text} instead of {code}");
        Assert.Equal(Refusals.HttpStatus(code), (int)response.StatusCode);
    }

    private static void Done(Reply<Done> reply) => Assert.Null(reply.Refusal);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
