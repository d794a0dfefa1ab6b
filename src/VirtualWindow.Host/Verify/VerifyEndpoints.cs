using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Domain.Seals;
using VirtualWindow.Host.Web;
using VirtualWindow.Seals;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Verify;

/// <summary>Anybody may ask whether a document holds: the file comes in, a report goes out, nothing is kept, not even its name.</summary>
internal static class VerifyEndpoints
{
    /// <summary>Largest file in bytes; a dossier of many pages has a few megabytes.</summary>
    public const int LargestFile = 32 * 1024 * 1024;

    private const string Rate = "verify";
    private const int FilesPerMinutePerAddress = 60;

    private static readonly Refusal NoPdf = Refusals.Of(RefusalCodes.BadInput, "这不是 PDF 文件，请选择要核验的 PDF。", "This is no PDF file. Please choose the PDF that you want to verify.");

    /// <summary>At once in this process: each holds its file in memory.</summary>
    private static readonly SemaphoreSlim AtOnce = new(4);

    public static void AddVerify(this WebApplicationBuilder builder) => builder.Services.Configure<RateLimiterOptions>(limits =>
        limits.AddPolicy(Rate, context => RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = FilesPerMinutePerAddress, TokensPerPeriod = FilesPerMinutePerAddress, ReplenishmentPeriod = TimeSpan.FromMinutes(1),
        })));

    public static void MapVerify(this IEndpointRouteBuilder endpoints)
    {
        var verify = endpoints.MapGroup("/api/verify").WithTags("verify");
        verify.MapPost("", VerifyAsync).RequireRateLimiting(Rate).WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .Accepts<byte[]>("application/pdf").Produces<VerificationView>().Produces<Refusal>(400).Produces<Refusal>(413).Produces<Refusal>(429);
        verify.MapGet("/root.pem", RootAsync).Produces<string>(contentType: "application/x-pem-file").Produces<Refusal>(404);
        verify.MapGet("/revoked.crl", RevokedAsync).Produces<byte[]>(contentType: "application/pkix-crl").Produces<Refusal>(404);
    }

    private static async Task<IResult> VerifyAsync(HttpRequest request, HallAuthority authority, IWindowStore store, TimeProvider time, CancellationToken ct)
    {
        await AtOnce.WaitAsync(ct);
        try
        {
            using var file = new MemoryStream();
            await request.Body.CopyToAsync(file, ct);
            var bytes = file.GetBuffer().AsMemory(0, (int)file.Length);
            if (!bytes.Span.StartsWith("%PDF-"u8)) return RefusalAnswer.Result(NoPdf);
            var report = PdfVerifier.Verify(bytes, await authority.TrustAsync(ct), time.GetUtcNow());
            return Results.Ok(VerificationViews.Of(report, await KnownAsync(store, report.Sha256, ct)));
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private static Task<KnownUse?> KnownAsync(IWindowStore store, string sha256, CancellationToken ct) => store.ReadAsync(async (db, stop) =>
    {
        var line = await db.SealLedger.FirstOrDefaultAsync(row => row.Result == sha256 && row.Act == SealAct.Used, stop);
        if (line is null) return null;
        var seal = await db.Seals.SingleAsync(row => row.Id == line.Seal, stop);
        return new KnownUse(Seal.LedgerNumber(seal.Id, line.Read().Intention ?? line.Sequence), seal.Authority, seal.Purpose, line.At);
    }, ct);

    private static async Task<IResult> RootAsync(HallAuthority authority, CancellationToken ct) => (await authority.TrustAsync(ct)).Roots is [var root, ..]
        ? Results.Text(root.ExportCertificatePem(), "application/x-pem-file")
        : RefusalAnswer.Result(RefusalCodes.NotFound);

    private static async Task<IResult> RevokedAsync(HallAuthority authority, CancellationToken ct) => (await authority.TrustAsync(ct)).RevocationLists is [var list, ..]
        ? Results.Bytes(list, "application/pkix-crl")
        : RefusalAnswer.Result(RefusalCodes.NotFound);
}
