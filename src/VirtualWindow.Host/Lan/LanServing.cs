using System.Net;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Lan;

/// <summary>What <c>--lan</c> changes: HTTPS on all interfaces with our certificate, and media announced at the LAN address.</summary>
internal sealed record LanServing(IPAddress Address, X509Certificate2 Certificate)
{
    /// <summary>Null unless asked for.</summary>
    public static LanServing? Prepare(WebApplicationBuilder builder, DataRoot root)
    {
        var options = builder.Configuration.GetSection(LanOptions.Section).Get<LanOptions>() ?? new LanOptions();
        if (!options.Enabled) return null;
        var address = LanAddress.Choose(options.Address);
        var certificate = LanCertificate.LoadOrCreate(root.File("lan-certificate.pfx"), [address], TimeProvider.System.GetUtcNow());
        builder.WebHost.UseUrls($"https://0.0.0.0:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        if (string.IsNullOrEmpty(builder.Configuration["Media:PublicAddress"])) builder.Configuration["Media:PublicAddress"] = address.ToString();
        return new LanServing(address, certificate);
    }

    /// <summary>What the person at the terminal needs: the address, the fingerprint to compare, and a code to scan.</summary>
    public void Print(TextWriter terminal, int port)
    {
        var page = $"https://{Address}:{port}/applicant";
        terminal.WriteLine($"  手机扫码 Phone       {page}");
        terminal.WriteLine($"  证书指纹 SHA-256     {LanCertificate.Fingerprint(Certificate)}");
        terminal.WriteLine("  手机首次打开会提示证书不受信任：核对指纹后选择继续。");
        terminal.WriteLine("  The phone warns once about the certificate: compare the fingerprint, then go on.");
        terminal.WriteLine();
        terminal.Write(TerminalQrCode.Draw(page));
    }
}
