using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Scenarios;

/// <summary>Reads every log of a run: whoever operates the hall must find what happened there, and nobody's name.</summary>
internal static class LogScan
{
    /// <summary>Marks of an SDP body and of a token in a query string: neither belongs in a log.</summary>
    private static readonly string[] NeverLogged = ["ice-pwd", "a=fingerprint", "joinToken=", "ticket="];

    public static void AssertNothingPersonal(HostProcess host, params string[] secrets)
    {
        var files = Directory.GetFiles(Path.Combine(host.DataRoot, "logs"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var text = string.Join('\n', files.Select(File.ReadAllText));
        Assert.Contains("SessionId", text, StringComparison.Ordinal);
        foreach (var secret in secrets.Concat(NeverLogged))
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }
}
