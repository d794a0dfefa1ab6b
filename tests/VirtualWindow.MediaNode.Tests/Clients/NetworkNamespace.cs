using System.Globalization;
using System.Net;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.MediaNode.Tests.Clients;

/// <summary>
/// A network of its own for clients that gather no loopback candidates (Firefox, aioice, libnice): a namespace and a pair of virtual
/// cards, ours and theirs. Its addresses are from the range for network tests (RFC 2544), nothing leaves the machine.
/// </summary>
public sealed class NetworkNamespace : IAsyncLifetime
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"vw{Environment.ProcessId}");
    private string? _unavailable;

    /// <summary>Where the server listens.</summary>
    public IPAddress Ours { get; } = Address(1);

    public IPAddress Theirs { get; } = Address(2);

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            _unavailable = "Network namespaces exist on Linux only.";
            return;
        }

        string[] commands =
        [
            $"netns add {_name}",
            $"link add {_name}a type veth peer name {_name}b netns {_name}",
            $"address add {Ours}/30 dev {_name}a",
            $"link set {_name}a up",
            $"-n {_name} address add {Theirs}/30 dev {_name}b",
            $"-n {_name} link set {_name}b up",
            $"-n {_name} link set lo up",
        ];
        foreach (var command in commands)
        {
            if (_unavailable is null && await IpAsync(command) is { } failure) _unavailable = $"A network namespace cannot be made here (ip {command}): {failure}";
        }
    }

    /// <summary>Missing rights or iproute2: the test is skipped with the reason, and fails where CI=true.</summary>
    public void RequireAvailable() => Require(_unavailable is null, _unavailable ?? "");

    /// <summary>Starts a program inside, when it is installed.</summary>
    internal ClientProcess Start(string program, params string[] arguments)
    {
        RequireAvailable();
        return ClientProcess.Start("ip", ["netns", "exec", _name, program, .. arguments]);
    }

    /// <summary>What a machine may lack, but CI may not.</summary>
    internal static void Require(bool available, string reason)
    {
        if (available) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    public async ValueTask DisposeAsync()
    {
        if (!OperatingSystem.IsLinux()) return;
        await IpAsync($"link del {_name}a");
        await IpAsync($"netns del {_name}");
    }

    /// <summary>One of 32,768 small networks, so that runs beside each other do not meet.</summary>
    private static IPAddress Address(int host)
    {
        var network = Environment.ProcessId % 0x8000;
        return new IPAddress([198, (byte)(18 + (network >> 14)), (byte)(network >> 6), (byte)((network << 2) + host)]);
    }

    private static async Task<string?> IpAsync(string command)
    {
        try
        {
            var (exitCode, output) = await Tool.RunAsync("ip", command.Split(' '));
            return exitCode == 0 ? null : output.Trim();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
