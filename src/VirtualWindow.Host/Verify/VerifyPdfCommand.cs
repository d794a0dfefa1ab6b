using VirtualWindow.Documents.Verifying;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Verify;

/// <summary>
/// <c>VirtualWindow.Host verify-pdf FILE [--trust root.pem] [--crl revoked.crl]</c>: prints the report and ends with 0 only when all holds. With
/// <c>--trust</c> it needs nothing but the file (both come from <c>/api/verify</c> of the hall); without, it asks the hall's own database.
/// </summary>
internal static class VerifyPdfCommand
{
    public const string Name = "verify-pdf";

    private const string Usage = "用法 Usage: VirtualWindow.Host verify-pdf FILE [--trust root.pem] [--crl revoked.crl]";

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not [{ } file, .. var rest] || file.StartsWith('-')) throw new StartRefusedException($"请给出文件。{Usage}", $"name the file. {Usage}");
        var trust = await CommandTrust.ReadAsync(rest);
        var report = PdfVerifier.Verify(CommandTrust.Read(file), trust, TimeProvider.System.GetUtcNow());
        await output.WriteAsync(report.ToString());
        return report.IsValid ? 0 : 1;
    }
}
