using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Seals;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests.Seals;

/// <summary>The register in an admin's hands, and one-time codes in everybody's own. Each test has its own seal or account.</summary>
public sealed class SealTests(RunningHost host)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    [Fact]
    public async Task A_trial_has_seals_whose_ledgers_begin_with_their_registration()
    {
        using var admin = await host.SignedInAsync("admin");
        var seal = (await ListAsync(admin)).Single(one => one.SealId == "gushi-approval");
        var ledger = await admin.GetFromJsonAsync<SealLedgerView>(Path("/api/admin/seals/gushi-approval/ledger"), Wire);

        Assert.Equal(("固始县行政审批局", "行政审批专用章", SealStage.Active, "gushi"), (seal.Authority, seal.Purpose, seal.Stage, seal.SiteId));
        Assert.StartsWith("<svg", seal.Svg, StringComparison.Ordinal);
        Assert.Contains("#db141a", seal.Svg, StringComparison.Ordinal);
        Assert.Equal(("registered", "system"), (ledger!.Lines[^1].Act, ledger.Lines[^1].By));
        Assert.Null(ledger.FirstBroken);
    }

    [Fact]
    public async Task A_seal_is_suspended_released_limited_and_revoked_and_never_comes_back()
    {
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(SealStage.Suspended, (await ActAsync(admin, "suzhou-notice", SealActKind.Suspend)).Stage);
        Assert.Equal(SealStage.Active, (await ActAsync(admin, "suzhou-notice", SealActKind.Release)).Stage);
        using var rules = await admin.PostAsJsonAsync(Path("/api/admin/seals/suzhou-notice/rules"), new SealRulesRequest(["SZ01"], ["GA-01"], 3), Wire);
        var limited = (await rules.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SealList>(Wire))!.Seals.Single(seal => seal.SealId == "suzhou-notice");
        Assert.Equal((3, "SZ01", "GA-01"), (limited.Left, limited.Staff[0], limited.Items[0]));
        var revoked = await ActAsync(admin, "suzhou-notice", SealActKind.Revoke);
        Assert.Equal((SealStage.Revoked, "机构撤并"), (revoked.Stage, revoked.RevokedReason));

        using var again = await PostAsync(admin, "suzhou-notice", SealActKind.Release);
        Assert.Equal((HttpStatusCode.Conflict, RefusalCodes.Stale), (again.StatusCode, (await RefusalOf(again)).Code));
        var ledger = await admin.GetFromJsonAsync<SealLedgerView>(Path("/api/admin/seals/suzhou-notice/ledger"), Wire);
        Assert.Equal(["revoked", "rulesChanged", "released", "suspended", "registered"], ledger!.Lines.Select(line => line.Act));
        Assert.Equal("GS99", ledger.Lines[0].By);
        Assert.Null(ledger.FirstBroken);
    }

    [Fact]
    public async Task Only_an_admin_sees_the_register()
    {
        using var clerk = await host.SignedInAsync("gushi01");
        using var answer = await clerk.GetAsync(Path("/api/admin/seals"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"act":"revoke","reason":""}""")]
    [InlineData("""{"act":"burn","reason":"x"}""")]
    public async Task An_act_needs_a_reason_and_must_exist(string body)
    {
        using var admin = await host.SignedInAsync("admin");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await admin.PostAsync(Path("/api/admin/seals/gushi-notice"), content);
        Assert.Equal(RefusalCodes.BadInput, (await RefusalOf(answer)).Code);
    }

    [Fact]
    public async Task One_time_codes_are_set_up_with_the_password_confirmed_by_a_code_and_locked_by_wrong_ones()
    {
        using var clerk = await host.SignedInAsync("clerk005");
        using var wrongPassword = await clerk.PostAsJsonAsync(Path("/api/staff/factor"), new EnrolFactorRequest("not it at all"));
        Assert.Equal(RefusalCodes.SignInFailed, (await RefusalOf(wrongPassword)).Code);
        using var enrolled = await clerk.PostAsJsonAsync(Path("/api/staff/factor"), new EnrolFactorRequest(Password));
        var factor = (await enrolled.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<EnrolledFactor>(Json))!;
        Assert.Contains("<svg", factor.QrSvg, StringComparison.Ordinal);
        Assert.Equal(new FactorView(true, false), await clerk.GetFromJsonAsync<FactorView>(Path("/api/staff/factor")));

        var code = TimeCode.At(TimeCode.FromBase32(factor.Secret), TimeCode.StepAt(DateTimeOffset.UtcNow));
        using var confirmed = await ConfirmAsync(clerk, code);
        Assert.Equal(new FactorView(true, true), await confirmed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<FactorView>(Json));
        using var spent = await ConfirmAsync(clerk, code);
        Assert.Equal(RefusalCodes.CodeWrong, (await RefusalOf(spent)).Code);
        for (var i = 0; i < 4; i++) (await ConfirmAsync(clerk, "not it")).Dispose();
        using var locked = await ConfirmAsync(clerk, code);
        Assert.Equal((423, RefusalCodes.CodeLocked), ((int)locked.StatusCode, (await RefusalOf(locked)).Code));
    }

    [Fact]
    public async Task The_command_says_the_code_of_the_moment()
    {
        var before = TimeCode.StepAt(DateTimeOffset.UtcNow);
        var (exitCode, output) = await HostProcess.RunToExitAsync(new HostLaunch { Arguments = ["one-time-code", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"] });
        var after = TimeCode.StepAt(DateTimeOffset.UtcNow);

        Assert.Equal(0, exitCode);
        var secret = System.Text.Encoding.ASCII.GetBytes("12345678901234567890");
        Assert.Contains(output.Trim(), Enumerable.Range(0, (int)(after - before) + 1).Select(i => TimeCode.At(secret, before + i)));
    }

    private static Task<HttpResponseMessage> ConfirmAsync(HttpClient client, string code) => client.PostAsJsonAsync(Path("/api/staff/factor/confirm"), new ConfirmFactorRequest(code));

    private static async Task<IReadOnlyList<SealView>> ListAsync(HttpClient admin) => (await admin.GetFromJsonAsync<SealList>(Path("/api/admin/seals"), Wire))!.Seals;

    private static Task<HttpResponseMessage> PostAsync(HttpClient admin, string seal, SealActKind act) =>
        admin.PostAsJsonAsync(Path($"/api/admin/seals/{seal}"), new SealActRequest(act, "机构撤并"), Wire);

    private static async Task<SealView> ActAsync(HttpClient admin, string seal, SealActKind act)
    {
        using var answer = await PostAsync(admin, seal, act);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<SealList>(Wire))!.Seals.Single(one => one.SealId == seal);
    }
}
