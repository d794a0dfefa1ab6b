using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Verify;
using VirtualWindow.Documents.Verifying;
using VirtualWindow.Papers.Dossiers;
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

    private static readonly Refusal NeitherOfThem = Refusals.Of(
        RefusalCodes.BadInput, "这不是 PDF 文件，也不是办件档案包，请选择要核验的文件。", "This is neither a PDF file nor the package of a dossier. Please choose the file that you want to verify.");

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
            .Accepts<byte[]>("application/pdf", "application/zip").Produces<VerificationView>().Produces<Refusal>(400).Produces<Refusal>(413).Produces<Refusal>(429);
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
            return await JudgeAsync(bytes, await authority.TrustAsync(ct), time.GetUtcNow(), store, ct) is { } view ? Results.Ok(view) : RefusalAnswer.Result(NeitherOfThem);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    /// <summary>A package, a dossier out of its package, or any other PDF, by what the bytes are.</summary>
    private static async Task<VerificationView?> JudgeAsync(ReadOnlyMemory<byte> file, TrustSettings trust, DateTimeOffset now, IWindowStore store, CancellationToken ct)
    {
        var isPackage = file.Span.StartsWith("PK\u0003\u0004"u8);
        if (!isPackage && !file.Span.StartsWith("%PDF-"u8)) return null;
        var dossier = isPackage ? DossierVerifier.Verify(file, trust, now) : DossierVerifier.VerifyDocument(file, trust, now);
        if (dossier is not null) return VerificationViews.Of(dossier, dossier.Seals is { } seals ? await KnownAsync(store, seals.Sha256, ct) : null);
        var report = PdfVerifier.Verify(file, trust, now);
        return VerificationViews.Of(report, await KnownAsync(store, report.Sha256, ct));
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
