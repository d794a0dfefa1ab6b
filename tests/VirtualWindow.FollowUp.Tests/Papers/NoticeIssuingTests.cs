using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;
using VirtualWindow.Documents.Signing;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Papers;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests.Papers;

/// <summary>From an act of a procedure to the paper that tells the applicant.</summary>
public abstract class NoticeIssuingTests : PaperSpecification
{
    [Fact]
    public async Task What_was_accepted_has_a_receipt_and_an_acceptance_sealed_by_the_authority()
    {
        var filed = await FileAsync(Outcome.Accepted);

        var notices = await NoticesAsync(filed.Id);
        Assert.Equal([(NoticeKind.Receipt, $"{filed.Number}-01"), (NoticeKind.Acceptance, $"{filed.Number}-02")], notices.Select(notice => (notice.Kind, notice.Number!)));
        foreach (var notice in notices)
        {
            var bytes = await ReadAsync(notice);
            var trust = await Process.GetRequiredService<IPaperSeals>().TrustAsync(Ct);
            var report = PdfVerifier.Verify(bytes, trust, DateTimeOffset.UtcNow);
            Assert.True(report.IsValid, report.ToString());
            Assert.Equal(("固始县公安局", SignerRole.Seal), report.Signatures.Select(signature => (signature.Signer, signature.Role)).Single());
            Assert.Contains("张三：", TextOf(bytes), StringComparison.Ordinal);
        }

        Assert.Contains(filed.FullNumber!, TextOf(await ReadAsync(notices[1])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_disk_a_paper_tells_nothing_and_a_changed_file_is_not_handed_out()
    {
        var filed = await FileAsync(Outcome.Accepted);
        var notice = (await NoticesAsync(filed.Id))[0];
        var path = Path.Combine(Papers.FolderOf(filed.Id), notice.File!);
        var stored = await File.ReadAllBytesAsync(path, Ct);
        Assert.Equal(-1, stored.AsSpan().IndexOf("%PDF"u8));

        stored[^1] ^= 1;
        await File.WriteAllBytesAsync(path, stored, Ct);

        await Assert.ThrowsAsync<PaperDamagedException>(() => ReadAsync(notice));
    }

    [Fact]
    public async Task Every_act_that_the_applicant_must_hear_of_has_its_paper_with_the_act_in_it()
    {
        var filed = await FileAsync(Outcome.Accepted);
        await DecideAsync(filed.Id);
        await WorkAsync();

        var notices = (await NoticesAsync(filed.Id)).ToDictionary(notice => notice.Kind);
        Assert.Equal(
            [NoticeKind.Receipt, NoticeKind.Acceptance, NoticeKind.SpecialProcedure, NoticeKind.Extension, NoticeKind.Decision, NoticeKind.DeliveryReceipt],
            notices.Values.OrderBy(notice => notice.Line).Select(notice => notice.Kind));
        Assert.Contains("15个工作日", TextOf(await ReadAsync(notices[NoticeKind.SpecialProcedure])), StringComparison.Ordinal);
        Assert.Contains("需要外地协查。", TextOf(await ReadAsync(notices[NoticeKind.Extension])), StringComparison.Ordinal);
        Assert.Contains("符合条件，准予迁移。", TextOf(await ReadAsync(notices[NoticeKind.Decision])), StringComparison.Ordinal);
        Assert.Contains($"准予办理决定书（{notices[NoticeKind.Decision].Number}）", TextOf(await ReadAsync(notices[NoticeKind.DeliveryReceipt])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Outcome.SupplementNeeded, NoticeKind.Supplement, "1．户口簿首页")]
    [InlineData(Outcome.Refused, NoticeKind.Refusal, "户口簿首页；单位证明")]
    [InlineData(Outcome.Withdrawn, NoticeKind.Decision, "您撤回了")]
    public async Task The_outcome_of_a_sitting_is_told_on_paper(Outcome outcome, NoticeKind kind, string said)
    {
        var filed = await FileAsync(outcome, "户口簿首页；单位证明");

        var notice = (await NoticesAsync(filed.Id))[1];
        Assert.Equal(kind, notice.Kind);
        Assert.Contains(said, TextOf(await ReadAsync(notice)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_material_board_told_is_what_the_paper_says_and_notes_stay_notes()
    {
        var filed = await FileAsync(Outcome.SupplementNeeded, "内部备注", told: [("居民户口簿", "缺首页；请补拍\n索引页")]);

        var text = TextOf(await ReadAsync((await NoticesAsync(filed.Id))[1]));
        Assert.Contains("1．居民户口簿：缺首页；请补拍", text, StringComparison.Ordinal);
        Assert.Contains("索引页", text, StringComparison.Ordinal);
        Assert.Contains("以上共1项", text, StringComparison.Ordinal);
        Assert.DoesNotContain("内部备注", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consultation_needs_no_paper() => Assert.Empty(await NoticesAsync((await FileAsync(Outcome.Consulted)).Id));

    [Fact]
    public async Task A_name_that_no_font_has_stops_its_papers_names_the_character_and_never_the_filing()
    {
        var rare = char.ConvertFromUtf32(0x3134A);
        var filed = await FileAsync(Outcome.Accepted, name: $"张{rare}");
        await WorkAsync(TimeSpan.FromHours(1));

        Assert.Equal(CaseState.Filed, filed.State);
        Assert.All(await NoticesAsync(filed.Id), notice => Assert.False(notice.Issued));
        var rows = await FollowUpsAsync(FollowUpEntry.IssueNotice);
        Assert.All(rows, row => Assert.Equal(FollowUpState.Dead, row.State));
        Assert.All(rows, row => Assert.Contains("U+3134A", row.LastError, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.StartsWith(filed.Number!, row.Label, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_supplement_that_names_nothing_is_not_made()
    {
        await FileAsync(Outcome.SupplementNeeded, " ");
        Assert.Contains("没有写明", (await FollowUpsAsync(FollowUpEntry.IssueNotice)).Single(row => row.LastError is not null).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_that_is_issued_again_stays_the_first_one()
    {
        var filed = await FileAsync(Outcome.Accepted);
        var before = await NoticesAsync(filed.Id);
        foreach (var row in await FollowUpsAsync(FollowUpEntry.IssueNotice))
            Assert.Equal(Intervened.Done, await Process.GetRequiredService<Interventions>().ReplayAsync(row.Id, "issue-notice", null, "admin", Ct));
        await WorkAsync();

        Assert.Equal(before.Select(notice => (notice.Sha256, notice.IssuedAt)), (await NoticesAsync(filed.Id)).Select(notice => (notice.Sha256, notice.IssuedAt)));
        Assert.Equal(before.Count, Directory.GetFiles(Papers.FolderOf(filed.Id)).Length);
    }

    private Task<byte[]> ReadAsync(CaseNotice notice) => Papers.ReadAsync(notice.Case, notice.File!, notice.Sha256!, Ct);

    private static string TextOf(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return new StringBuilder().AppendJoin("", document.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)).ToString();
    }
}

public sealed class SqliteNoticeIssuingTests : NoticeIssuingTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();
}

public sealed class PostgresNoticeIssuingTests : NoticeIssuingTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();
}
