using Microsoft.Extensions.Options;
using VirtualWindow.Domain;
using VirtualWindow.Host.Keys;
using VirtualWindow.Host.Start;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Staff;

/// <summary>
/// <c>VirtualWindow.Host add-staff NAME --role clerk|supervisor|admin --site gushi|suzhou [--name 李敏] [--number GS07] [--password-stdin]</c>:
/// how a hall gets its first admin, and the way back in when nobody can sign in any more. Works beside the running program on the same
/// database; settings come from the same places. Without <c>--password-stdin</c> a password is made and printed once.
/// </summary>
internal static class AddStaffCommand
{
    public const string Name = "add-staff";

    private const string Usage =
        "用法 Usage: VirtualWindow.Host add-staff NAME --role clerk|supervisor|admin --site gushi|suzhou [--name 李敏] [--number GS07] [--password-stdin]";

    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output)
    {
        if (arguments is not [{ } userName, .. var rest] || userName.StartsWith('-'))
            throw new StartRefusedException($"请给出账号名。{Usage}", $"name the account. {Usage}");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = CommandLine.Expand(rest), ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.AddStorage(DataRoot.Open(builder.Configuration));
        builder.AddKeyRing();
        builder.AddStaff();
        await using var app = builder.Build();
        await app.Services.GetRequiredService<IWindowMigration>().MigrateAsync(default);
        await app.Services.GetServices<IHostedService>().OfType<PrepareStorage>().Single().StartingAsync(default);

        var chosen = builder.Configuration.GetValue("PasswordStdin", false) ? ReadPassword(input) : null;
        var password = chosen ?? StaffPasswords.Make();
        await AddAsync(app.Services, PersonOf(userName, builder.Configuration), password);
        await output.WriteLineAsync($"已添加账号 Added account  {userName}");
        if (chosen is null) await output.WriteLineAsync($"口令 Password  {password}\n（仅显示这一次。Shown only now.）");
        return 0;
    }

    private static async Task AddAsync(IServiceProvider services, StaffPerson person, string password)
    {
        using var scope = services.CreateScope();
        var accounts = scope.ServiceProvider.GetRequiredService<StaffAccounts>();
        await accounts.EnsureRolesAsync(default);
        if (await accounts.AddAsync(person, accounts.Hash(password), default) is { } refusal) throw new StartRefusedException(refusal.Message, refusal.MessageEn);
    }

    private static StaffPerson PersonOf(string userName, ConfigurationManager configuration) => new(
        userName, configuration["name"] ?? userName, configuration["number"] ?? userName, new SiteId(Required(configuration, "site")), Required(configuration, "role"), [], []);

    private static string Required(ConfigurationManager configuration, string option) => configuration[option] is { Length: > 0 } value
        ? value
        : throw new StartRefusedException($"缺少 --{option}。{Usage}", $"--{option} is missing. {Usage}");

    private static string ReadPassword(TextReader input) => input.ReadLine() is { Length: >= StaffPasswords.ShortestCharacters and <= StaffPasswords.LongestCharacters } line
        ? line
        : throw new StartRefusedException(
            $"口令须为 {StaffPasswords.ShortestCharacters} 到 {StaffPasswords.LongestCharacters} 个字符。",
            $"the password must have {StaffPasswords.ShortestCharacters} to {StaffPasswords.LongestCharacters} characters.");
}
