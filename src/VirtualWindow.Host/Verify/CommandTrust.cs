using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Host.Keys;
using VirtualWindow.Host.Start;
using VirtualWindow.Seals;

namespace VirtualWindow.Host.Verify;

/// <summary>
/// Whom the verifying commands trust: <c>--trust root.pem</c> (and <c>--crl revoked.crl</c>), with which they need nothing but files; else the root
/// and the revoked seals of this hall's own database.
/// </summary>
internal static class CommandTrust
{
    public static async Task<TrustSettings> ReadAsync(string[] arguments)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        var trust = settings["trust"] is { Length: > 0 } root ? Read(root, settings["crl"]) : await AskHallAsync(arguments);
        return trust.Roots.Count > 0 ? trust : throw new StartRefusedException("本大厅没有根证书，请用 --trust 给出。", "this hall has no root certificate: give one with --trust.");
    }

    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"文件 {path} 无法读取（{failure.Message}）。", $"the file {path} cannot be read ({failure.Message})", failure);
        }
    }

    private static TrustSettings Read(string root, string? list)
    {
        try
        {
            return new TrustSettings([X509CertificateLoader.LoadCertificate(Der(Read(root)))], list is { Length: > 0 } ? [Read(list)] : []);
        }
        catch (CryptographicException wrong)
        {
            throw new StartRefusedException($"{root} 不是证书。", $"{root} is no certificate.", wrong);
        }
    }

    private static byte[] Der(byte[] file)
    {
        var text = System.Text.Encoding.ASCII.GetString(file);
        return PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data]) : file;
    }

    private static async Task<TrustSettings> AskHallAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = CommandLine.Expand(arguments), ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.AddStorage(DataRoot.Open(builder.Configuration));
        builder.AddKeyRing();
        builder.Services.AddSeals(builder.Configuration);
        await using var app = builder.Build();
        await app.Services.GetRequiredService<Storage.IWindowMigration>().MigrateAsync(default);
        return await app.Services.GetRequiredService<HallAuthority>().TrustAsync(default);
    }
}
