using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Desk;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Host.Staff;
using VirtualWindow.Host.Web;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Desks;

/// <summary>常用语 in the hands of an administrator; clerks read them over the desk's hub.</summary>
internal static class CannedAnswerEndpoints
{
    public static void MapCannedAnswers(this IEndpointRouteBuilder endpoints)
    {
        var answers = endpoints.MapGroup("/api/admin/canned-answers").WithTags("admin").RequireAuthorization(StaffSetup.AdminPolicy);
        answers.MapGet("", async (IWindowStore store, CancellationToken ct) => Results.Ok(await ListAsync(store, ct)))
            .Produces<CannedAnswerList>().Produces<Refusal>(401).Produces<Refusal>(403);
        answers.MapPost("", AddAsync).Produces<CannedAnswerList>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(409);
        answers.MapPost("/{id}", ChangeAsync)
            .Produces<CannedAnswerList>().Produces<Refusal>(400).Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404).Produces<Refusal>(409);
        answers.MapDelete("/{id}", DeleteAsync).Produces<CannedAnswerList>().Produces<Refusal>(401).Produces<Refusal>(403).Produces<Refusal>(404);
    }

    private static Refusal KeyTaken => Refusals.Of(RefusalCodes.NameTaken, "这个快捷键已用于另一条常用语，请换一个。", "That key inserts another answer already. Please choose a different one.");

    private static async Task<CannedAnswerList> ListAsync(IWindowStore store, CancellationToken ct)
    {
        var answers = await store.ReadAsync((db, stop) => db.CannedAnswers.ToListAsync(stop), ct);
        return new([.. answers.OrderBy(answer => answer.Key ?? int.MaxValue).ThenBy(answer => answer.Title, StringComparer.Ordinal)
            .Select(answer => new CannedAnswerView(answer.Id.ToString("N"), answer.Key, answer.Title, answer.Text, answer.Version))]);
    }

    private static Task<IResult> AddAsync(CannedAnswerRequest request, IWindowStore store, TimeProvider time, CancellationToken ct) =>
        ActAsync(request, store, async (db, stop) =>
        {
            if (await db.CannedAnswers.CountAsync(stop) >= CannedAnswer.MostAnswers) return Refusals.Of(RefusalCodes.TooLarge);
            db.CannedAnswers.Add(CannedAnswer.Write(Guid.CreateVersion7(time.GetUtcNow()), request.Key, request.Title, request.Text));
            return null;
        }, ct);

    private static Task<IResult> ChangeAsync(string id, CannedAnswerRequest request, IWindowStore store, CancellationToken ct) =>
        ActAsync(request, store, async (db, stop) =>
        {
            if (await FindAsync(db, id, stop) is not { } answer) return Refusals.Of(RefusalCodes.NotFound);
            if (answer.Version != request.Version) return Refusals.Of(RefusalCodes.Stale);
            answer.Change(request.Key, request.Title, request.Text);
            return null;
        }, ct);

    private static async Task<IResult> DeleteAsync(string id, IWindowStore store, CancellationToken ct)
    {
        var refusal = await store.WriteAsync(async (db, stop) =>
        {
            if (await FindAsync(db, id, stop) is not { } answer) return Refusals.Of(RefusalCodes.NotFound);
            db.CannedAnswers.Remove(answer);
            return null;
        }, ct);
        return refusal is null ? Results.Ok(await ListAsync(store, ct)) : RefusalAnswer.Result(refusal);
    }

    private static async Task<IResult> ActAsync(CannedAnswerRequest request, IWindowStore store, Func<WindowDb, CancellationToken, Task<Refusal?>> act, CancellationToken ct)
    {
        if (!CannedAnswer.IsValid(request.Key, request.Title, request.Text)) return RefusalAnswer.Result(RefusalCodes.BadInput);
        try
        {
            return await store.WriteAsync(act, ct) is { } refusal ? RefusalAnswer.Result(refusal) : Results.Ok(await ListAsync(store, ct));
        }
        catch (DuplicateRowException)
        {
            return RefusalAnswer.Result(KeyTaken);
        }
        catch (LostUpdateException)
        {
            return RefusalAnswer.Result(RefusalCodes.Stale);
        }
    }

    private static async Task<CannedAnswer?> FindAsync(WindowDb db, string id, CancellationToken ct) =>
        Guid.TryParseExact(id, "N", out var key) ? await db.CannedAnswers.SingleOrDefaultAsync(answer => answer.Id == key, ct) : null;
}
