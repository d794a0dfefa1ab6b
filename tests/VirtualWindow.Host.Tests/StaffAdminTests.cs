using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.HubClients;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary>Accounts in the hands of an admin: what can be done, what is refused and why, and that a changed account holds at once.</summary>
public sealed class StaffAdminTests(RunningHost host)
{
    private static StaffAccountRequest Somebody(string name) => new(name, "赵小兰", name.ToUpperInvariant(), "suzhou", StaffRoles.Clerk, ["GA-05"], ["en"]);

    [Fact]
    public async Task An_account_is_added_listed_changed_and_signs_in_with_the_password_shown_once()
    {
        using var admin = await host.SignedInAsync("admin");
        var made = await PostAsync<StaffPassword>(admin, "", Somebody("new-clerk"));
        using var clerk = host.CreateClient();
        (await PostSignInAsync(clerk, "new-clerk", made.Password)).EnsureSuccessStatusCode();

        await PostAsync<Done>(admin, "/new-clerk", Somebody("new-clerk") with { DisplayName = "赵兰", SiteId = "gushi", Role = StaffRoles.Supervisor, Skills = [] });
        var listed = (await admin.GetFromJsonAsync<StaffAccountList>(Path("/api/admin/staff"), Json))!.Accounts.Single(account => account.UserName == "new-clerk");

        Assert.Equal(("赵兰", "NEW-CLERK", "gushi", StaffRoles.Supervisor, false), (listed.DisplayName, listed.Number, listed.SiteId, listed.Role, listed.Disabled));
        Assert.Empty(listed.Skills);
        Assert.Equal(["en"], listed.Languages);
        // The rights changed: the cookie of before is worth nothing.
        Assert.Equal(HttpStatusCode.Unauthorized, (await clerk.GetAsync(Path("/api/staff/me"))).StatusCode);
        using var again = host.CreateClient();
        var me = await (await PostSignInAsync(again, "new-clerk", made.Password)).Content.ReadFromJsonAsync<StaffView>(Json);
        Assert.Equal((StaffRoles.Supervisor, "gushi"), (me!.Roles.Single(), me.SiteId));
    }

    [Fact]
    public async Task A_disabled_clerk_is_out_at_once_on_every_page_and_is_told_why_at_the_door()
    {
        using var admin = await host.SignedInAsync("admin");
        var made = await PostAsync<StaffPassword>(admin, "", Somebody("leaver"));
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = cookies }) { BaseAddress = host.Process.Address };
        (await PostSignInAsync(browser, "leaver", made.Password)).EnsureSuccessStatusCode();
        await using var desk = await DeskClient.ConnectAsync(host.Process.Address, cookies);
        Assert.Equal("赵小兰", (await desk.Snapshot()).Value!.Desk.ClerkName);
        var closed = new TaskCompletionSource();
        desk.Connection.Closed += _ => Task.FromResult(closed.TrySetResult());

        await PostAsync<Done>(admin, "/leaver/disable");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(Path("/api/staff/me"))).StatusCode);
        await closed.Task.WaitAsync(Patience.ForNews);
        await Assert.ThrowsAnyAsync<Exception>(() => DeskClient.ConnectAsync(host.Process.Address, cookies));
        Assert.Equal(RefusalCodes.AccountDisabled, await SignInCodeAsync("leaver", made.Password));
        Assert.Equal(RefusalCodes.SignInFailed, await SignInCodeAsync("leaver", "a wrong password"));

        await PostAsync<Done>(admin, "/leaver/enable");
        Assert.Null(await SignInCodeAsync("leaver", made.Password));
    }

    [Fact]
    public async Task A_new_password_ends_the_old_one_and_unlocks()
    {
        using var admin = await host.SignedInAsync("admin");
        var first = await PostAsync<StaffPassword>(admin, "", Somebody("forgetful"));
        for (var failure = 0; failure < 5; failure++) await SignInCodeAsync("forgetful", "wrong");
        Assert.Equal(RefusalCodes.LockedOut, await SignInCodeAsync("forgetful", first.Password));

        var second = await PostAsync<StaffPassword>(admin, "/forgetful/password");

        Assert.Equal(RefusalCodes.SignInFailed, await SignInCodeAsync("forgetful", first.Password));
        Assert.Null(await SignInCodeAsync("forgetful", second.Password));
    }

    [Fact]
    public async Task A_locked_account_says_how_long_and_an_admin_unlocks_it()
    {
        using var admin = await host.SignedInAsync("admin");
        var made = await PostAsync<StaffPassword>(admin, "", Somebody("clumsy"));
        for (var failure = 0; failure < 5; failure++) await SignInCodeAsync("clumsy", "wrong");
        using var client = host.CreateClient();
        using var locked = await PostSignInAsync(client, "clumsy", made.Password);
        var refusal = await RefusalOf(locked);

        Assert.Equal(HttpStatusCode.Locked, locked.StatusCode);
        Assert.Contains("请 5 分钟后再试，或请管理员立即解锁", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Try again in 5 min", refusal.MessageEn, StringComparison.Ordinal);
        var listed = (await admin.GetFromJsonAsync<StaffAccountList>(Path("/api/admin/staff"), Json))!.Accounts.Single(account => account.UserName == "clumsy");
        Assert.NotNull(listed.LockedUntil);
        Assert.False(listed.Disabled);

        await PostAsync<Done>(admin, "/clumsy/enable");
        Assert.Null(await SignInCodeAsync("clumsy", made.Password));
    }

    [Theory]
    [InlineData("Upper", "name", "N1", "gushi", "clerk", "账号名")]
    [InlineData("", "name", "N1", "gushi", "clerk", "账号名")]
    [InlineData("fine", " ", "N1", "gushi", "clerk", "姓名")]
    [InlineData("fine", "name", "N 1", "gushi", "clerk", "工号")]
    [InlineData("fine", "name", "N1", "paris", "clerk", "窗口点")]
    [InlineData("fine", "name", "N1", "gushi", "king", "角色")]
    public async Task What_cannot_be_an_account_is_refused_with_what_is_wrong(string userName, string name, string number, string site, string role, string said)
    {
        using var admin = await host.SignedInAsync("admin");
        var refusal = await RefusedAsync(admin, "", new StaffAccountRequest(userName, name, number, site, role, null, null), HttpStatusCode.BadRequest);

        Assert.Equal(RefusalCodes.BadInput, refusal.Code);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO-SUCH-ITEM", "en", "NO-SUCH-ITEM")]
    [InlineData("GA-05", "tlh", "语言")]
    public async Task An_unknown_skill_or_language_is_refused(string skill, string language, string said)
    {
        using var admin = await host.SignedInAsync("admin");
        var refusal = await RefusedAsync(admin, "", Somebody("skilled") with { Skills = [skill], Languages = [language] }, HttpStatusCode.BadRequest);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_and_a_number_belong_to_one_person()
    {
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(RefusalCodes.NameTaken, (await RefusedAsync(admin, "", Somebody("gushi01") with { Number = "X1" }, HttpStatusCode.Conflict)).Code);
        var number = await RefusedAsync(admin, "", Somebody("somebody-else") with { Number = "GS01" }, HttpStatusCode.Conflict);
        Assert.Equal(RefusalCodes.NameTaken, number.Code);
        Assert.Contains("工号", number.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nobody", true)]
    [InlineData("/nobody/disable", false)]
    [InlineData("/nobody/enable", false)]
    [InlineData("/nobody/password", false)]
    public async Task An_account_that_does_not_exist_is_not_found(string path, bool withBody)
    {
        using var admin = await host.SignedInAsync("admin");
        Assert.Equal(RefusalCodes.NotFound, (await RefusedAsync(admin, path, withBody ? Somebody("nobody") : null, HttpStatusCode.NotFound)).Code);
    }

    [Fact]
    public async Task The_last_admin_can_be_neither_disabled_nor_demoted_not_even_by_two_at_once()
    {
        await using var hall = await HostProcess.StartAsync(new HostLaunch { StaffPassword = Password });
        using var admin = hall.CreateClient();
        (await PostSignInAsync(admin, "admin", Password)).EnsureSuccessStatusCode();
        var self = new StaffAccountRequest("admin", "系统管理员", "GS99", "gushi", StaffRoles.Clerk, null, null);

        Assert.Equal(RefusalCodes.LastAdmin, (await RefusedAsync(admin, "/admin/disable", null, HttpStatusCode.Conflict)).Code);
        Assert.Equal(RefusalCodes.LastAdmin, (await RefusedAsync(admin, "/admin", self, HttpStatusCode.Conflict)).Code);
        (await admin.GetAsync(Path("/api/admin/staff"))).EnsureSuccessStatusCode();

        var made = await PostAsync<StaffPassword>(admin, "", self with { UserName = "second", Number = "GS98", Role = StaffRoles.Admin });
        using var second = hall.CreateClient();
        (await PostSignInAsync(second, "second", made.Password)).EnsureSuccessStatusCode();
        var both = await Task.WhenAll(
            admin.PostAsync(Path("/api/admin/staff/second/disable"), null), second.PostAsync(Path("/api/admin/staff/admin/disable"), null));
        Assert.Single(both, answer => answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("gushi01")]
    [InlineData("lead01")]
    public async Task Only_admins_see_and_change_accounts(string userName)
    {
        using var client = await host.SignedInAsync(userName);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(Path("/api/admin/staff"))).StatusCode);
        Assert.Equal(RefusalCodes.NotAllowed, (await RefusedAsync(client, "/gushi02/password", null, HttpStatusCode.Forbidden)).Code);
    }

    [Fact]
    public async Task Every_act_is_in_the_log_with_badges_and_without_names_and_passwords()
    {
        using var admin = await host.SignedInAsync("admin");
        var made = await PostAsync<StaffPassword>(admin, "", Somebody("logged") with { DisplayName = "欧阳不可记" });
        await PostAsync<Done>(admin, "/logged/disable");

        Assert.Contains(host.Process.Output, line => line.Contains("Admin GS99 added staff LOGGED as clerk at suzhou", StringComparison.Ordinal));
        Assert.Contains(host.Process.Output, line => line.Contains("Admin GS99 disabled the account logged", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Process.Output, line => line.Contains("欧阳不可记", StringComparison.Ordinal) || line.Contains(made.Password, StringComparison.Ordinal));
    }

    private async Task<string?> SignInCodeAsync(string userName, string password)
    {
        using var client = host.CreateClient();
        using var answer = await PostSignInAsync(client, userName, password);
        return answer.IsSuccessStatusCode ? null : (await RefusalOf(answer)).Code;
    }

    private static async Task<T> PostAsync<T>(HttpClient client, string path, StaffAccountRequest? body = null)
    {
        using var answer = await client.PostAsJsonAsync(Path($"/api/admin/staff{path}"), body, Json);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
    }

    private static async Task<Refusal> RefusedAsync(HttpClient client, string path, StaffAccountRequest? body, HttpStatusCode status)
    {
        using var answer = await client.PostAsJsonAsync(Path($"/api/admin/staff{path}"), body, Json);
        Assert.Equal(status, answer.StatusCode);
        return await RefusalOf(answer);
    }
}
