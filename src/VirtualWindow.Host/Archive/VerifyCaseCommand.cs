using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Host.Start;
using VirtualWindow.Papers.Dossiers;

namespace VirtualWindow.Host.Archive;

/// <summary>
/// <c>VirtualWindow.Host verify-case FILE --trust root.cer</c>: an outsider's judgement on a dossier. Needs the file and the root certificate of
/// the house that sealed it, and nothing else: no database, no network. Without <c>--trust</c> the root of this machine's own house is taken.
/// Prints the report and ends with 0 only when all holds.
/// </summary>
internal static class VerifyCaseCommand
{
    public const string Name = "verify-case";

    private const string Usage = "用法 Usage: VirtualWindow.Host verify-case FILE [--trust root.cer]";

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not [{ } file, .. var rest] || file.StartsWith('-')) throw new StartRefusedException($"请给出档案包文件。{Usage}", $"name the file of the dossier. {Usage}");
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(rest).Build();
        var root = settings["trust"] is { Length: > 0 } chosen ? chosen : DataRoot.Open(settings).File(Path.Combine("development-seals", "root.cer"));
        var report = DossierVerifier.Verify(Read(file), new([Certificate(root)]), TimeProvider.System.GetUtcNow());
        await output.WriteAsync(report.ToString());
        return report.Holds ? 0 : 1;
    }

    private static X509Certificate2 Certificate(string path)
    {
        var bytes = Read(path);
        try
        {
            return X509CertificateLoader.LoadCertificate(bytes);
        }
        catch (CryptographicException failure)
        {
            throw new StartRefusedException($"{path} 不是证书。{Usage}", $"{path} is no certificate. {Usage}", failure);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartRefusedException($"文件 {path} 无法读取（{failure.Message}）。{Usage}", $"{path} cannot be read ({failure.Message}) {Usage}", failure);
        }
    }
}
