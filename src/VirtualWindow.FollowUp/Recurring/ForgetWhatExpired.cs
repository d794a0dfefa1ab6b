using Microsoft.EntityFrameworkCore;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp.Recurring;

/// <summary>
/// Deletes what nobody has reason to keep: spent and expired secrets of applicants after a day, texts to phones and done recurring work
/// after a year. Cases, their evidence and records of handling stay (PIPL §56 wants three years, archives ten and more).
/// </summary>
internal sealed class ForgetWhatExpired(IWindowStore store, TimeProvider time) : PeriodTask("forget-what-expired", hourly: false)
{
    protected override async Task RunAsync(Period period, CancellationToken ct)
    {
        var (yesterday, lastYear) = (time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddYears(-1));
        await store.WriteAsync((db, token) => db.JoinTokens.Where(row => row.ExpiresAt < yesterday).ExecuteDeleteAsync(token), ct);
        await store.WriteAsync((db, token) => db.ApplicantPasses.Where(row => row.ExpiresAt < yesterday).ExecuteDeleteAsync(token), ct);
        await store.WriteAsync((db, token) => db.PadPasses.Where(row => row.ExpiresAt < yesterday).ExecuteDeleteAsync(token), ct);
        await store.WriteAsync((db, token) => db.Messages.Where(row => row.CreatedAt < lastYear).ExecuteDeleteAsync(token), ct);
        await store.WriteAsync(async (db, token) =>
        {
            var old = db.FollowUps.Where(row => row.Label != null && row.State == FollowUpState.Done && row.CreatedAt < lastYear && row.Acts == 0);
            await db.FollowUpSteps.Where(step => old.Any(row => row.Id == step.FollowUp)).ExecuteDeleteAsync(token);
            await old.ExecuteDeleteAsync(token);
        }, ct);
    }
}
