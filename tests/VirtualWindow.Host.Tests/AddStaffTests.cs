using System.Net.Http.Json;
using System.Text.RegularExpressions;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Testing;
using VirtualWindow.Testing.Processes;
using static VirtualWindow.Host.Tests.RunningHost;

namespace VirtualWindow.Host.Tests;

/// <summary><c>add-staff</c>: how a hall outside Development gets its first admin, also beside the running program.</summary>
public sealed partial class AddStaffTests
{
    [Fact]
    public async Task The_first_admin_of_a_production_hall_signs_in_with_the_printed_password_and_adds_a_clerk()
    {
        using var root = new TemporaryFolder("vw-add-staff");
        // Outside Development the cookie travels over HTTPS only.
        await using var hall = await HostProcess.StartAsync(Launch(root, ["--lan", "--Lan:Port=0", "--Lan:Address=127.0.0.1"]));
        var (exitCode, output) = await HostProcess.RunToExitAsync(Launch(root, ["add-staff", "chief", "--role", "admin", "--site", "gushi", "--number", "GS00", "--name", "钱主任"]));
        Assert.Equal(0, exitCode);

        using var admin = hall.CreateClient();
        (await PostSignInAsync(admin, "chief", PrintedPassword().Match(output).Groups[1].Value)).EnsureSuccessStatusCode();
        using var added = await admin.PostAsJsonAsync(Path("/api/admin/staff"), new StaffAccountRequest("clerk1", "孙芳", "GS01", "gushi", StaffRoles.Clerk, null, null));
        var made = (await added.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<StaffPassword>(Json))!;
        using var clerk = hall.CreateClient();
        using var signIn = await PostSignInAsync(clerk, "clerk1", made.Password);
        var me = await signIn.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<StaffView>(Json);

        Assert.Equal(("孙芳", "GS01", "gushi"), (me!.DisplayName, me.Number, me.SiteId));
    }

    [Theory]
    [InlineData("add-staff", "name the account")]
    [InlineData("add-staff --role admin", "name the account")]
    [InlineData("add-staff chief --site gushi", "--role is missing")]
    [InlineData("add-staff chief --role admin", "--site is missing")]
    [InlineData("add-staff chief --role king --site gushi", "The role must be")]
    [InlineData("add-staff chief --role admin --site paris", "no such site")]
    [InlineData("add-staff CHIEF --role admin --site gushi", "lower-case")]
    [InlineData("add-staff chief --role admin --site gushi --password-stdin", "must have 12 to 128 characters")]
    public async Task What_is_missing_or_wrong_is_named(string arguments, string sentence)
    {
        using var root = new TemporaryFolder("vw-add-staff");
        var (exitCode, output) = await HostProcess.RunToExitAsync(Launch(root, arguments.Split(' ')));

        Assert.Equal(2, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_given_once_and_a_password_may_come_from_standard_input()
    {
        using var root = new TemporaryFolder("vw-add-staff");
        string[] arguments = ["add-staff", "chief", "--role", "admin", "--site", "gushi", "--password-stdin"];
        var (exitCode, output) = await HostProcess.RunToExitAsync(Launch(root, arguments) with { StandardInput = "correct-horse-battery\n" });
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("correct-horse-battery", output, StringComparison.Ordinal);
        var (again, said) = await HostProcess.RunToExitAsync(Launch(root, arguments) with { StandardInput = "correct-horse-battery\n" });
        Assert.Equal(2, again);
        Assert.Contains("user name is taken", said, StringComparison.Ordinal);

        await using var hall = await HostProcess.StartAsync(Launch(root, []));
        using var client = hall.CreateClient();
        (await PostSignInAsync(client, "chief", "correct-horse-battery")).EnsureSuccessStatusCode();
    }

    private static HostLaunch Launch(TemporaryFolder root, IReadOnlyList<string> arguments) => new()
    {
        Environment = "Production", DataRoot = root.Path, Arguments = arguments,
    };

    [GeneratedRegex(@"口令 Password\s+(\S+)")]
    private static partial Regex PrintedPassword();
}
