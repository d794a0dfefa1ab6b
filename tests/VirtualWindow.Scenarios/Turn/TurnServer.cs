using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Testing;

namespace VirtualWindow.Scenarios.Turn;

/// <summary>Debian's coturn on loopback, with time-limited credentials by a shared secret and a certificate made on the spot for turns:.</summary>
public sealed class TurnServer : IAsyncDisposable
{
    private const string Executable = "/usr/bin/turnserver";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new("vw-turn");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private TurnServer()
    {
        Port = FreePort();
        TlsPort = FreePort();
        PublicKeyHash = WriteCertificate();
        _process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
    }

    /// <summary>Shared with the signaling that mints credentials.</summary>
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public int Port { get; }

    public int TlsPort { get; }

    /// <summary>SHA-256 of the certificate's public key, base64: how a browser is told to trust just this one.</summary>
    public string PublicKeyHash { get; }

    public string UdpUrl => $"turn:127.0.0.1:{Port}?transport=udp";

    public string TlsUrl => $"turns:127.0.0.1:{TlsPort}?transport=tcp";

    /// <summary>Missing server: the test is skipped with the reason, and fails where CI=true.</summary>
    public static async Task<TurnServer> StartAsync()
    {
        const string missing = "coturn is not installed (Debian package coturn).";
        if (!File.Exists(Executable))
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(missing);
            Assert.Skip(missing);
        }
        var server = new TurnServer();
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        if (await Task.WhenAny(server._listens.Task, server._process.WaitForExitAsync()).WaitAsync(Patience) != server._listens.Task)
            throw new InvalidOperationException($"coturn ended:\n{string.Join('\n', server._output)}");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private ProcessStartInfo StartInfo()
    {
        string[] arguments =
        [
            "-n", "--no-cli", "--log-file=stdout", "--verbose", "--use-auth-secret", $"--static-auth-secret={Secret}", "--realm=virtualwindow",
            "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", $"--listening-port={Port}", $"--tls-listening-port={TlsPort}",
            "--min-port=42000", "--max-port=42999", "--allow-loopback-peers", "--no-multicast-peers", "--fingerprint",
            $"--cert={_folder.Path}/turn.pem", $"--pkey={_folder.Path}/turn.key", $"--pidfile={_folder.Path}/turn.pid", $"--userdb={_folder.Path}/turndb",
        ];
        return new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
    }

    private void Note(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (line.Contains("TLS/TCP listener opened", StringComparison.Ordinal)) _listens.TrySetResult();
    }

    /// <returns>SHA-256 of the public key in base64.</returns>
    private string WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(Path.Combine(_folder.Path, "turn.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.Path, "turn.key"), key.ExportPkcs8PrivateKeyPem());
        return Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
