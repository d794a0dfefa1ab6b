using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using VirtualWindow.Host.Lan;

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
        lan?.Print(terminal, new Uri(addresses.First().Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).Port);
        terminal.WriteLine("  已就绪 Ready（Ctrl+C 结束 ends）");
        terminal.WriteLine();
        terminal.Flush();
    }
}
