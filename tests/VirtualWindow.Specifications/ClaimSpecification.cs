using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Claims;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>Two claimers never get one ticket.</summary>
public abstract class ClaimSpecification : StorageSpecification
{
    private ITicketClaims Claims => Process.GetRequiredService<ITicketClaims>();

    [Fact]
    public async Task A_claim_moves_ticket_and_desk_together()
    {
        var (ticket, desk) = (await TakeTicketAsync(), await ReadyDeskAsync());
        var claim = new Claim(ticket.Id, desk.Id, new(Guid.NewGuid()), Now.AddMinutes(1), Now.AddMinutes(2));
        Assert.True(await Claims.TryClaimAsync(claim, Ct));

        var offered = await LoadAsync(ticket.Id);
        Assert.Equal((TicketState.Offered, desk.Id, claim.Offer), (offered.State, offered.Desk!.Value, offered.Offer!.Value));
        Assert.Equal((claim.Now, claim.ExpiresAt), (offered.OfferedAt!.Value, offered.OfferExpiresAt!.Value));
        var asked = await LoadAsync(desk.Id);
        Assert.Equal((DeskState.Offered, ticket.Id, claim.Now), (asked.State, asked.Ticket!.Value, asked.Since));
        Assert.Equal((1, asked.Version), (offered.Version, desk.Version + 1));
    }

    [Fact]
    public async Task A_desk_that_is_not_ready_gets_nothing()
    {
        var (first, second, desk) = (await TakeTicketAsync(), await TakeTicketAsync(), await ReadyDeskAsync());
        Assert.True(await ClaimAsync(Claims, first.Id, desk.Id));
        Assert.False(await ClaimAsync(Claims, second.Id, desk.Id));
        Assert.Equal(TicketState.Waiting, (await LoadAsync(second.Id)).State);
    }

    [Fact]
    public async Task Of_32_callers_in_4_processes_one_gets_the_ticket()
    {
        var processes = await StartProcessesAsync(4);
        for (var round = 0; round < 5; round++)
        {
            var ticket = await TakeTicketAsync();
            var desks = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => ReadyDeskAsync()));
            var won = await Task.WhenAll(desks.Select((desk, i) => Task.Run(() => ClaimAsync(processes[i % 4], ticket.Id, desk.Id))));
            var winner = Assert.Single(desks.Where((_, i) => won[i]));
            Assert.Equal(winner.Id, (await LoadAsync(ticket.Id)).Desk);
            Assert.Equal(1, await Store.ReadAsync((db, ct) => db.Desks.CountAsync(desk => desk.Ticket == ticket.Id, ct), Ct));
        }
    }

    [Fact]
    public async Task Everybody_claiming_everything_gives_each_desk_one_ticket()
    {
        const int count = 16;
        var processes = await StartProcessesAsync(4);
        var tickets = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => TakeTicketAsync()));
        var desks = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ReadyDeskAsync()));
        await Task.WhenAll(desks.Select((desk, i) => Task.Run(async () =>
        {
            // Each desk tries until it has one; with skipped locks a try may fail although a ticket is free.
            while (true)
            {
                foreach (var ticket in tickets)
                {
                    if (await ClaimAsync(processes[i % 4], ticket.Id, desk.Id))
                        return;
                }
            }
        })));
        var offered = await Store.ReadAsync((db, ct) => db.Tickets.Where(ticket => ticket.State == TicketState.Offered).ToListAsync(ct), Ct);
        Assert.Equal(count, offered.Count);
        Assert.Equal(count, offered.Select(ticket => ticket.Desk).Distinct().Count());
    }

    [Fact]
    public async Task A_second_ticket_for_one_desk_is_refused_by_the_database_itself()
    {
        var (first, second, desk) = (await TakeTicketAsync(), await TakeTicketAsync(), await ReadyDeskAsync());
        await ClaimAsync(Claims, first.Id, desk.Id);
        await Assert.ThrowsAsync<DuplicateRowException>(() => Store.WriteAsync(async (db, ct) =>
            (await db.Tickets.SingleAsync(ticket => ticket.Id == second.Id, ct)).OfferTo(desk.Id, new(Guid.NewGuid()), Now, Now), Ct));
    }

    private async Task<IReadOnlyList<ITicketClaims>> StartProcessesAsync(int count)
    {
        var claims = new List<ITicketClaims>();
        for (var i = 0; i < count; i++)
            claims.Add((await StartProcessAsync()).GetRequiredService<ITicketClaims>());
        return claims;
    }

    private static Task<bool> ClaimAsync(ITicketClaims claims, TicketId ticket, DeskId desk) =>
        claims.TryClaimAsync(new(ticket, desk, new(Guid.NewGuid()), Now, Now.AddSeconds(20)), Ct);
}
