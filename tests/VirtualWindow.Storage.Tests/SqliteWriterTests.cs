using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Specifications;
using VirtualWindow.Storage.Claims;
using VirtualWindow.Storage.Sequences;
using VirtualWindow.Testing;

namespace VirtualWindow.Storage.Tests;

/// <summary>What only a single writer can get wrong: waiting for itself, and running what nobody wants any more.</summary>
public sealed class SqliteWriterTests : StorageSpecification
{
    [Fact]
    public async Task A_write_inside_a_write_is_refused_instead_of_waiting_for_itself()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.WriteAsync((_, ct) => TakeNumberAsync(ct), Ct));
        Assert.Equal(1, await TakeNumberAsync(Ct));
    }

    [Fact]
    public async Task A_claim_inside_a_write_is_refused_too()
    {
        var claims = Process.GetRequiredService<ITicketClaims>();
        var claim = new Claim(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), Now, Now);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.WriteAsync((_, ct) => claims.TryClaimAsync(claim, ct), Ct));
        Assert.False(await claims.TryClaimAsync(claim, Ct));
    }

    [Fact]
    public async Task A_write_after_a_write_in_the_same_flow_is_no_write_inside_a_write()
    {
        Assert.Equal(1, await TakeNumberAsync(Ct));
        Assert.Equal(2, await TakeNumberAsync(Ct));
    }

    [Fact]
    public async Task A_write_that_is_cancelled_while_it_waits_is_never_run()
    {
        using var impatient = new CancellationTokenSource();
        var (entered, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var before = Store.WriteAsync(async (_, _) =>
        {
            entered.SetResult();
            await open.Task;
            return true;
        }, Ct);
        await entered.Task;
        var ran = false;
        var cancelled = Store.WriteAsync((_, _) => Task.FromResult(ran = true), impatient.Token);
        var after = TakeNumberAsync(Ct);

        await impatient.CancelAsync();
        open.SetResult();

        Assert.True(await before);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, await after);
        Assert.False(ran);
    }

    protected override Task<Action<IServiceCollection>> FreshDatabaseAsync() => SqliteDatabases.FreshAsync();

    private Task<int> TakeNumberAsync(CancellationToken ct) => Store.WriteAsync((db, token) => db.NextTicketSerialAsync(Gushi, Today, token), ct);
}
