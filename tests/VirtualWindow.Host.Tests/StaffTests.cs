using System.Net;
using System.Net.Http.Json;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

public sealed class StaffTests(RunningHost host)
{
    [Theory]
    [InlineData("gushi01", "gushi", "GS01", "clerk")]
    [InlineData("suzhou02", "suzhou", "SZ02", "clerk")]
    [InlineData("lead01", "gushi", "GS90", "supervisor")]
    [InlineData("admin", "gushi", "GS99", "admin")]
    public async Task Demo_staff_sign_in_with_their_site_number_and_role(string userName, string site, string number, string role)
    {
        using var client = await host.SignedInAsync(userName);

        var me = await client.GetFromJsonAsync<StaffView>(Path("/api/staff/me"), Json);

        Assert.Equal((userName, site, number), (me!.UserName, me.SiteId, me.Number));
        Assert.Equal([role], me.Roles);
        Assert.NotEqual("", me.DisplayName);
        Assert.Contains("政务服务中心", me.SiteName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var client = host.CreateClient();
        using var answer = await PostSignInAsync(client, "gushi02", Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("vw-staff=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        using var client = await host.SignedInAsync("clerk001");
        using var signOut = await client.PostAsync(Path("/api/staff/sign-out"), null);

        using var me = await client.GetAsync(Path("/api/staff/me"));

        Assert.Equal(HttpStatusCode.NoContent, signOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, me.StatusCode);
        Assert.Equal(RefusalCodes.SignInRequired, (await RefusalOf(me)).Code);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        using var client = host.CreateClient();
        using var wrong = await PostSignInAsync(client, "clerk002", "not the password");
        using var unknown = await PostSignInAsync(client, "nobody", "not the password");

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
        Assert.Equal(RefusalCodes.SignInFailed, (await RefusalOf(wrong)).Code);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        using var client = host.CreateClient();
        for (var failure = 0; failure < 5; failure++) (await PostSignInAsync(client, "clerk003", "wrong")).Dispose();

        using var right = await PostSignInAsync(client, "clerk003", Password);

        Assert.Equal(HttpStatusCode.Locked, right.StatusCode);
        Assert.Equal(RefusalCodes.LockedOut, (await RefusalOf(right)).Code);
    }

    [Theory]
    [InlineData("gushi01", HttpStatusCode.Forbidden)]
    [InlineData("lead01", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task Only_admins_reach_the_admin_pages_data_and_the_job_board(string userName, HttpStatusCode expected)
    {
        using var client = await host.SignedInAsync(userName);

        Assert.Equal(expected, (await client.GetAsync(Path("/api/admin/catalogue"))).StatusCode);
        Assert.Equal(expected, (await client.GetAsync(Path("/hangfire"))).StatusCode);
    }

    [Theory]
    [InlineData("/api/staff/me")]
    [InlineData("/api/admin/catalogue")]
    [InlineData("/hangfire")]
    public async Task Strangers_are_asked_to_sign_in(string path)
    {
        using var client = host.CreateClient();
        using var answer = await client.GetAsync(Path(path));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(RefusalCodes.SignInRequired, (await RefusalOf(answer)).Code);
    }

    [Fact]
    public async Task The_random_password_is_printed_at_the_first_start_only_and_the_sign_in_survives_a_restart()
    {
        await using var fresh = await HostProcess.StartAsync();
        Assert.Matches("^[a-z2-9]{5}(-[a-z2-9]{5}){3}$", fresh.StaffPassword);
        using var first = fresh.CreateClient();
        using var signIn = await PostSignInAsync(first, "lead01", fresh.StaffPassword!);
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        await fresh.StopAsync();
        var printed = fresh.Output.Count(line => line.Contains("口令 Password", StringComparison.Ordinal));

        await fresh.StartAgainAsync();
        using var second = fresh.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, Path("/api/staff/me"));
        request.Headers.Add("Cookie", cookie);
        using var me = await second.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, me.StatusCode);
        Assert.Equal(1, printed);
        Assert.Equal(1, fresh.Output.Count(line => line.Contains("口令 Password", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Outside_development_there_are_no_demo_accounts()
    {
        await using var hall = await HostProcess.StartAsync(new HostLaunch { Environment = "Production", StaffPassword = Password });
        using var client = hall.CreateClient();
        using var answer = await PostSignInAsync(client, "admin", Password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Too_many_sign_ins_from_one_address_are_slowed_down()
    {
        await using var strict = await HostProcess.StartAsync(new HostLaunch
        {
            Settings = new Dictionary<string, string> { ["Staff__SignInsPerMinutePerAddress"] = "2" },
        });
        using var client = strict.CreateClient();
        var answers = new List<HttpResponseMessage>();
        for (var attempt = 0; attempt < 3; attempt++) answers.Add(await PostSignInAsync(client, "nobody", "x"));

        Assert.Equal(HttpStatusCode.Unauthorized, answers[1].StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[2].StatusCode);
        Assert.Equal(RefusalCodes.TooOften, (await RefusalOf(answers[2])).Code);
    }
}
