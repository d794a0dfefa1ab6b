using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using QRCoder;
using VirtualWindow.Testing.Browser;
using VirtualWindow.Testing.Processes;

namespace VirtualWindow.Host.Tests;

/// <summary><c>./run --lan</c>: a phone in the same network scans a code, compares a fingerprint, and really has a secure page.</summary>
public sealed partial class LanTests(ChromiumBrowser browser)
{
    private static HostLaunch Lan(string address) => new()
    {
        Arguments = ["--lan"], StaffPassword = RunningHost.Password,
        Settings = new Dictionary<string, string> { ["Lan__Port"] = "0", ["Lan__Address"] = address },
    };

    [Fact]
    public async Task The_certificate_is_the_one_whose_fingerprint_is_printed_and_stays_the_same()
    {
        await using var host = await HostProcess.StartAsync(Lan("127.0.0.1"));
        using var certificate = await CertificateOfAsync(host.Address);
        var printed = Printed(host, Fingerprint()).Single();

        Assert.Equal(printed, string.Join(':', certificate.GetCertHash(HashAlgorithmName.SHA256).Select(octet => $"{octet:X2}")));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.InRange((certificate.NotAfter - certificate.NotBefore).TotalDays, 30, 398);

        await host.StopAsync();
        await host.StartAgainAsync();
        Assert.Equal([printed, printed], Printed(host, Fingerprint()));
    }

    [Fact]
    public async Task The_code_in_the_terminal_is_the_printed_address_and_media_is_announced_there()
    {
        await using var host = await HostProcess.StartAsync(Lan("198.51.100.7"));
        var page = Printed(host, PhonePage()).Single();

        Assert.Equal($"https://198.51.100.7:{host.Address.Port}/applicant", page);
        Assert.Equal(ModulesOf(page), PrintedModules(host.Output));
        Assert.Contains(host.Output, line => line.Contains("candidates 198.51.100.7:", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Output, line => line.Contains("candidates 127.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_get_a_host_bound_secure_cookie()
    {
        await using var host = await HostProcess.StartAsync(Lan("127.0.0.1"));
        using var client = host.CreateClient();
        using var answer = await RunningHost.PostSignInAsync(client, "gushi01", RunningHost.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-vw-staff=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_browser_that_trusts_the_certificate_has_a_secure_page_with_camera()
    {
        await using var host = await HostProcess.StartAsync(Lan("127.0.0.1"));
        using var certificate = await CertificateOfAsync(host.Address);
        var key = Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        await using var phone = await browser.LaunchAsync($"--ignore-certificate-errors-spki-list={key}");
        var page = await phone.NewPageAsync();

        var answer = await page.GotoAsync(new Uri(host.Address, "/applicant").ToString());

        Assert.Equal(200, answer!.Status);
        Assert.True(await page.EvaluateAsync<bool>("() => window.isSecureContext && typeof navigator.mediaDevices.getUserMedia === 'function'"));
    }

    private static async Task<X509Certificate2> CertificateOfAsync(Uri address)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, address.Port);
        await using var tls = new SslStream(connection.GetStream(), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await tls.AuthenticateAsClientAsync(address.Host);
        return new X509Certificate2(tls.RemoteCertificate!);
    }

    private static List<string> Printed(HostProcess host, Regex line) =>
        [.. host.Output.Select(text => line.Match(text)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    private static List<string> ModulesOf(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return [.. code.ModuleMatrix.Select(row => string.Concat(row.Cast<bool>().Select(dark => dark ? '#' : '.')))];
    }

    /// <summary>Reads the drawing as a camera would: a cell is two modules, and what is not lit is dark.</summary>
    private static List<string> PrintedModules(IEnumerable<string> output)
    {
        var drawing = output.Where(line => Drawing().IsMatch(line)).ToList();
        var modules = drawing.SelectMany(line => new[]
        {
            string.Concat(line.Select(cell => cell is '█' or '▀' ? '.' : '#')),
            string.Concat(line.Select(cell => cell is '█' or '▄' ? '.' : '#')),
        }).ToList();
        // An odd number of rows leaves half a line below the code.
        return modules[..drawing[0].Length];
    }

    [GeneratedRegex(@"SHA-256\s+([0-9A-F:]+)$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"手机扫码 Phone\s+(\S+)")]
    private static partial Regex PhonePage();

    [GeneratedRegex("^[█▀▄ ]{21,}$")]
    private static partial Regex Drawing();
}
