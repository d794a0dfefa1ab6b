using VirtualWindow.Host.Start;
using VirtualWindow.Host.Verify;
using VirtualWindow.Papers.Dossiers;

namespace VirtualWindow.Host.Archive;

/// <summary>
/// <c>VirtualWindow.Host verify-case FILE [--trust root.pem] [--crl revoked.crl]</c>: an outsider's judgement on a dossier. With <c>--trust</c> it
/// needs the files and nothing else: no database, no network. Prints the report and ends with 0 only when all holds.
/// </summary>
internal static class VerifyCaseCommand
{
    public const string Name = "verify-case";

    private const string Usage = "用法 Usage: VirtualWindow.Host verify-case FILE [--trust root.pem] [--crl revoked.crl]";

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not [{ } file, .. var rest] || file.StartsWith('-')) throw new StartRefusedException($"请给出档案包文件。{Usage}", $"name the file of the dossier. {Usage}");
        var report = DossierVerifier.Verify(CommandTrust.Read(file), await CommandTrust.ReadAsync(rest), TimeProvider.System.GetUtcNow());
        await output.WriteAsync(report.ToString());
        return report.Holds ? 0 : 1;
    }
}
