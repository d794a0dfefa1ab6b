using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Cases;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Contracts.Papers;
using VirtualWindow.Testing;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>Notices in the hands of whoever they are for, and a case from its sitting to an archived dossier that the command line verifies.</summary>
public sealed class PaperTests(RunningHost host)
{
    [Fact]
    public async Task Whoever_holds_number_and_password_takes_the_notices_home_and_nobody_else_does()
    {
        var (filed, password) = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted, "材料齐全", "13812345678");
        // The clerk's page is asked until they are there: look-ups of applicants are counted.
        using var clerk = await host.SignedInAsync("gushi02");
        await NoticesAsync(clerk, filed.CaseId, 2);
        using var person = host.CreateClient();
        var key = new CaseLookupRequest(filed.CaseNumber!, password);
        using var listed = await person.PostAsJsonAsync(Path("/api/cases/notices"), key);
        var notices = (await listed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<NoticeList>(WindowConnection.Json))!.Notices;
        Assert.Equal(["申请材料接收凭证", "受理通知书"], notices.Select(notice => notice.Title));

        using var answer = await person.PostAsJsonAsync(Path($"/api/cases/notices/{notices[1].NoticeId}"), key);
        Assert.Equal(("application/pdf", "no-store"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.ToString()));
        Assert.Equal("%PDF-1.7"u8.ToArray(), (await answer.Content.ReadAsByteArrayAsync())[..8]);

        var (other, otherPassword) = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted, "材料齐全", null);
        foreach (var wrong in (CaseLookupRequest[])[key with { QueryPassword = "AAAAAAAA" }, new(other.CaseNumber!, otherPassword)])
        {
            using var refused = await person.PostAsJsonAsync(Path($"/api/cases/notices/{notices[1].NoticeId}"), wrong);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Clerk_and_authority_see_the_notices_and_another_hall_does_not()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        var path = $"/api/staff/cases/{filed.CaseId}/notices";
        foreach (var insider in (string[])["gushi02", "review01"])
        {
            using var client = await host.SignedInAsync(insider);
            var notices = await NoticesAsync(client, filed.CaseId, 2);
            Assert.Equal("%PDF"u8.ToArray(), (await client.GetByteArrayAsync(Path($"{path}/{notices[0].NoticeId}")))[..4]);
        }

        using var elsewhere = await host.SignedInAsync("review03");
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync(Path(path))).StatusCode);
        using var nobody = host.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Path(path))).StatusCode);
    }

    [Fact]
    public async Task From_a_sitting_to_a_dossier_that_verify_case_finds_whole_and_every_change_of_it_wrong()
    {
        var filed = await ArchivedAsync();
        using var admin = await host.SignedInAsync("admin");
        using var answer = await admin.PostAsJsonAsync(Path("/api/admin/archive/package"), new ArchiveCaseRequest(filed.CaseNumber!, "移交县档案馆"));
        var package = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        using var folder = new TemporaryFolder("vw-verify-case");
        var file = folder.File("case.zip");
        await File.WriteAllBytesAsync(file, package, TestContext.Current.CancellationToken);

        // An outsider needs the file and the root certificate, and nothing else.
        var root = folder.File("root.pem");
        await File.WriteAllTextAsync(root, await admin.GetStringAsync(Path("/api/verify/root.pem")), TestContext.Current.CancellationToken);
        var (exitCode, output) = await VerifyAsync(file, root);
        Assert.True(exitCode == 0, output);
        Assert.Contains("档案完整有效 THE DOSSIER HOLDS", output, StringComparison.Ordinal);
        Assert.Contains(filed.CaseNumber!, output, StringComparison.Ordinal);
        Assert.Contains("送达回证.pdf", output, StringComparison.Ordinal);

        var at = RandomNumberGenerator.GetInt32(package.Length);
        package[at] ^= 1;
        await File.WriteAllBytesAsync(file, package, TestContext.Current.CancellationToken);
        var (changed, said) = await VerifyAsync(file, root);
        Assert.True(changed == 1 && said.Contains('✗', StringComparison.Ordinal), $"byte {at}: {said}");

        var journal = (await admin.GetFromJsonAsync<ArchiveJournalView>(Path("/api/admin/archive/journal"), WindowConnection.Json))!;
        Assert.Null(journal.FirstBroken);
        Assert.Equal([ArchiveActName.Fetched, ArchiveActName.Archived], journal.Lines.Where(line => line.CaseNumber == filed.CaseNumber).Select(line => line.Act));
    }

    [Fact]
    public async Task A_hold_is_placed_and_lifted_with_reasons_and_nothing_is_destroyed_before_its_time()
    {
        var filed = await ArchivedAsync();
        using var admin = await host.SignedInAsync("admin");
        var request = new ArchiveCaseRequest(filed.CaseNumber!, "行政诉讼");
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(admin, "hold", request with { Reason = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(admin, "hold", request with { CaseNumber = "GS-20000101-0001" })).StatusCode);
        (await PostAsync(admin, "hold", request)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(admin, "hold", request)).StatusCode);
        var held = (await admin.GetFromJsonAsync<ArchiveList>(Path("/api/admin/archive?filter=held"), WindowConnection.Json))!.Cases.Single(row => row.CaseNumber == filed.CaseNumber);
        Assert.Equal(("行政诉讼", ArchiveStage.Kept, RetentionName.ThirtyYears, false), (held.HoldReason, held.Stage, held.Retention, held.Due));
        (await PostAsync(admin, "release", request)).EnsureSuccessStatusCode();

        using var ordered = await PostAsync(admin, "purge", new PurgeRequest("鉴定"));
        var report = (await ordered.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<PurgeReport>(WindowConnection.Json))!;
        Assert.Equal((0, 0, 0), (report.Ordered, report.Purged, report.NotPurged));
    }

    [Fact]
    public async Task The_keeper_says_how_long_a_services_cases_are_kept()
    {
        using var admin = await host.SignedInAsync("admin");
        using var set = await admin.PostAsJsonAsync(Path("/api/admin/archive/classes"), new SetRetentionRequest("YB-01", RetentionName.Permanent), WindowConnection.Json);
        var classes = (await set.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ItemRetentionList>(WindowConnection.Json))!;
        Assert.Equal(RetentionName.Permanent, classes.Items.Single(item => item.ItemCode == "YB-01").Retention);
        using var unset = await admin.PostAsJsonAsync(Path("/api/admin/archive/classes"), new SetRetentionRequest("YB-01", null), WindowConnection.Json);
        Assert.Null((await unset.Content.ReadFromJsonAsync<ItemRetentionList>(WindowConnection.Json))!.Items.Single(item => item.ItemCode == "YB-01").Retention);
        using var unknown = await admin.PostAsJsonAsync(Path("/api/admin/archive/classes"), new SetRetentionRequest("XX-99", null), WindowConnection.Json);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_archive_is_its_keepers_alone()
    {
        using var lead = await host.SignedInAsync("lead01");
        Assert.Equal(HttpStatusCode.Forbidden, (await lead.GetAsync(Path("/api/admin/archive"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(lead, "purge", new PurgeRequest("鉴定"))).StatusCode);
    }

    /// <summary>Accepted at the window, decided by the authority, delivered, archived; the dossier is there when this returns.</summary>
    private async Task<CaseView> ArchivedAsync()
    {
        var filed = await Sitting.HoldAsync(host, "gushi02", "GA-05", SessionOutcome.Accepted);
        using var reviewer = await host.SignedInAsync("review01");
        foreach (var (act, text, code) in ((ProcedureAct, string?, string?)[])
            [(ProcedureAct.Review, null, null), (ProcedureAct.Decide, "符合条件，准予迁移", "granted"), (ProcedureAct.Deliver, "当面领取", null), (ProcedureAct.Archive, null, null)])
        {
            var seen = (await reviewer.GetFromJsonAsync<ProcedureDetails>(Path($"/api/department/cases/{filed.CaseId}"), WindowConnection.Json))!;
            using var done = await reviewer.PostAsJsonAsync(Path($"/api/department/cases/{filed.CaseId}"), new ProcedureActRequest(act, seen.Version, text, code, null, null), WindowConnection.Json);
            done.EnsureSuccessStatusCode();
        }

        using var admin = await host.SignedInAsync("admin");
        await Eventually.HoldsAsync(async () => (await admin.GetFromJsonAsync<ArchiveList>(Path("/api/admin/archive"), WindowConnection.Json))!.Cases
            .Any(row => row.CaseNumber == filed.CaseNumber && row.Stage == ArchiveStage.Kept), TestContext.Current.CancellationToken);
        return filed;
    }

    private static async Task<IReadOnlyList<NoticeView>> NoticesAsync(HttpClient staff, string caseId, int count)
    {
        NoticeList? list = null;
        await Eventually.HoldsAsync(async () =>
        {
            list = await staff.GetFromJsonAsync<NoticeList>(Path($"/api/staff/cases/{caseId}/notices"), WindowConnection.Json);
            return list is { Pending: 0 } found && found.Notices.Count == count;
        }, TestContext.Current.CancellationToken);
        return list!.Notices;
    }

    private static Task<(int ExitCode, string Output)> VerifyAsync(string file, string root) => HostProcess.RunToExitAsync(new() { Arguments = ["verify-case", file, "--trust", root] });

    private static Task<HttpResponseMessage> PostAsync<T>(HttpClient who, string what, T body) => who.PostAsJsonAsync(Path($"/api/admin/archive/{what}"), body);
}
