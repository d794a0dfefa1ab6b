using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Sequences;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>All or nothing, nothing twice, nobody overwritten.</summary>
public abstract class TransactionSpecification : StorageSpecification
{
    [Fact]
    public async Task Work_that_fails_leaves_nothing_and_harms_no_other()
    {
        var writes = Enumerable.Range(0, 60).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.WriteAsync(async (db, ct) =>
                {
                    await db.NextTicketSerialAsync(Gushi, Today, ct);
                    return i % 3 == 0 ? throw new InvalidTimeZoneException() : true;
                }, Ct);
                return true;
            }
            catch (InvalidTimeZoneException)
            {
                return false;
            }
        }));
        var done = (await Task.WhenAll(writes)).Count(kept => kept);
        Assert.Equal(40, done);
        Assert.Equal(40, await Store.ReadAsync((db, ct) => db.Sequences.Select(row => row.Value).SingleAsync(ct), Ct));
    }

    [Fact]
    public async Task The_later_of_two_writers_is_refused()
    {
        var id = (await TakeTicketAsync()).Id;
        var stale = await LoadAsync(id);
        await Store.WriteAsync(async (db, ct) => (await db.Tickets.SingleAsync(row => row.Id == id, ct)).Leave(Now), Ct);
        await Assert.ThrowsAsync<LostUpdateException>(() => Store.WriteAsync((db, _) =>
        {
            db.Tickets.Attach(stale);
            stale.Expire(Now);
            return Task.CompletedTask;
        }, Ct));
        Assert.Equal(TicketState.Left, (await LoadAsync(id)).State);
    }

    [Fact]
    public async Task Numbers_of_32_callers_in_4_processes_have_no_gap_and_no_duplicate_across_days()
    {
        var processes = new List<IWindowStore>();
        for (var i = 0; i < 4; i++)
            processes.Add((await StartProcessAsync()).GetRequiredService<IWindowStore>());
        var tomorrow = Today.AddDays(1);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 32 * 8).Select(i => Task.Run(async () =>
        {
            var (site, day) = (i % 2 == 0 ? Gushi : Suzhou, i % 4 < 2 ? Today : tomorrow);
            var number = await processes[i % 4].WriteAsync((db, ct) => db.NextCaseSerialAsync(site, day, ct), Ct);
            return (site, day, number);
        })));
        foreach (var sequence in numbers.GroupBy(number => (number.site, number.day)))
            Assert.Equal(Enumerable.Range(1, 64), sequence.Select(number => number.number).Order());
    }

    [Fact]
    public async Task A_number_of_a_rolled_back_transaction_is_given_again()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.WriteAsync<int>(async (db, ct) =>
        {
            await db.NextTicketSerialAsync(Gushi, Today, ct);
            throw new InvalidTimeZoneException();
        }, Ct));
        Assert.Equal("A001", (await TakeTicketAsync()).Number);
    }

    [Fact]
    public async Task Ending_a_session_writes_the_case_and_its_promise_or_neither()
    {
        var id = await SitDownAsync();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => EndAsync(id, then: () => throw new InvalidTimeZoneException()));
        Assert.Equal((0, 0, SessionState.Active), await FloorAsync(id));
        await EndAsync(id);
        Assert.Equal((1, 1, SessionState.Ended), await FloorAsync(id));
    }

    [Fact]
    public async Task A_session_becomes_a_case_only_once()
    {
        var id = await SitDownAsync();
        await EndAsync(id);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => EndAsync(id));
        Assert.IsType<Domain.IllegalMoveException>(failure);
        Assert.Equal((1, 1, SessionState.Ended), await FloorAsync(id));
    }

    [Fact]
    public async Task A_call_that_nobody_joined_promises_no_case()
    {
        var id = await SitDownAsync(joined: false);
        await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
            var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
            session.End(Outcome.NoShow, null, Now);
            ticket.Miss();
            Assert.Null(await db.PromiseCaseAsync(session, ticket, Now, ct));
        }, Ct);
        Assert.Equal((0, 0, SessionState.Ended), await FloorAsync(id));
    }

    [Fact]
    public async Task The_bell_rings_after_a_commit_with_a_promise()
    {
        var bell = Process.GetRequiredService<OutboxBell>();
        var id = await SitDownAsync();
        var ring = bell.WaitAsync(TimeSpan.FromMinutes(5), Ct);
        Assert.False(ring.IsCompleted);
        await EndAsync(id);
        await ring.WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task Instants_keep_their_milliseconds_and_sort()
    {
        var instant = new DateTimeOffset(2026, 11, 23, 9, 0, 0, 123, TimeSpan.FromHours(8));
        var ticket = await TakeTicketAsync();
        var loaded = await LoadAsync(ticket.Id);
        Assert.Equal(ticket.TakenAt, loaded.TakenAt);
        Assert.Equal(1, await Store.ReadAsync((db, ct) => db.Tickets.CountAsync(row => row.TakenAt > Now && row.RankedAt < instant.AddHours(1), ct), Ct));
    }

    private Task EndAsync(Domain.SessionId id, Action? then = null) => Store.WriteAsync(async (db, ct) =>
    {
        var session = await db.Sessions.SingleAsync(row => row.Id == id, ct);
        var ticket = await db.Tickets.SingleAsync(row => row.Id == session.Ticket, ct);
        session.End(Outcome.Accepted, "好", Now.AddMinutes(10));
        ticket.Finish(Now.AddMinutes(10));
        await db.PromiseCaseAsync(session, ticket, Now.AddMinutes(10), ct);
        await db.SaveChangesAsync(ct);
        then?.Invoke();
    }, Ct);

    private Task<(int Cases, int Promises, SessionState State)> FloorAsync(Domain.SessionId id) => Store.ReadAsync(async (db, ct) => (
        await db.Cases.CountAsync(ct), await db.FollowUps.CountAsync(ct), (await db.Sessions.SingleAsync(row => row.Id == id, ct)).State), Ct);
}
