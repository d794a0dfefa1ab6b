using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using VirtualWindow.Host.Lan;
using VirtualWindow.Host.Seals;
using VirtualWindow.Host.Staff;

namespace VirtualWindow.Host.Start;

/// <summary>What a person at the terminal reads once the pages are served; on standard output, never in a log file.</summary>
internal static class StartBanner
{
    public static void Print(IServiceProvider services, DataRoot root, LanServing? lan)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var terminal = Console.Out;
        terminal.WriteLine();
        terminal.WriteLine("虚拟窗口 VirtualWindow");
        foreach (var address in addresses) terminal.WriteLine($"  网址 Address         {address}");
        terminal.WriteLine($"  数据 Data            {root.Path}");
        if (services.GetService<StaffSeed>() is { IsDemo: true } seed) PrintStaff(terminal, seed, services.GetRequiredService<DemoFactors>());
        lan?.Print(terminal, new Uri(addresses.First().Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port);
        terminal.WriteLine("  已就绪 Ready（Ctrl+C 结束 ends）");
        terminal.WriteLine();
        terminal.Flush();
    }

    private static void PrintStaff(TextWriter terminal, StaffSeed seed, DemoFactors factors)
    {
        terminal.WriteLine("  演示账号 Demo staff  gushi01 gushi02 suzhou01 suzhou02（坐席 clerk） lead01（主管 supervisor） admin");
        if (seed.FreshPassword is { } password)
        {
            terminal.WriteLine($"  口令 Password        {password}");
            terminal.WriteLine("                       （仅显示这一次，可用 Seed__Password 另设。Shown only now; choose your own with Seed__Password.）");
        }
        if (factors.FreshSecret is { } secret) terminal.WriteLine($"  动态口令密钥 Codes   {secret}（盖章用，装入验证器应用；for stamping, in an authenticator app）");
    }
}
