using Microsoft.Data.Sqlite;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Storage.Sqlite.Writing;

/// <summary>The claim as two prepared statements on the writer's connection.</summary>
internal sealed class ClaimCommands : IDisposable
{
    // States: ticket 0 Waiting → 1 Offered; desk 1 Ready → 3 Offered (Domain enums, stored as numbers).
    private const string ClaimTicket =
        """
        UPDATE "Tickets" SET "State" = 1, "Desk" = $desk, "Offer" = $offer, "OfferedAt" = $now, "OfferExpiresAt" = $expires, "Version" = "Version" + 1
        WHERE "Id" = $ticket AND "State" = 0 AND EXISTS (SELECT 1 FROM "Desks" WHERE "Id" = $desk AND "State" = 1)
        """;

    private const string ClaimDesk =
        """
        UPDATE "Desks" SET "State" = 3, "AwayFor" = NULL, "Ticket" = $ticket, "Since" = $now, "Version" = "Version" + 1 WHERE "Id" = $desk
        """;

    private readonly SqliteCommand _ticket;
    private readonly SqliteCommand _desk;

    public ClaimCommands(SqliteConnection connection)
    {
        _ticket = Command(connection, ClaimTicket, "$desk", "$offer", "$now", "$expires", "$ticket");
        _desk = Command(connection, ClaimDesk, "$ticket", "$now", "$desk");
    }

    /// <returns>True when the ticket was still waiting and the desk still ready.</returns>
    public bool Run(Claim claim, SqliteTransaction transaction)
    {
        var now = claim.Now.ToUnixTimeMilliseconds();
        _ticket.Transaction = transaction;
        Set(_ticket, claim.Desk.Value, claim.Offer.Value, now, claim.ExpiresAt.ToUnixTimeMilliseconds(), claim.Ticket.Value);
        if (_ticket.ExecuteNonQuery() == 0)
            return false;
        _desk.Transaction = transaction;
        Set(_desk, claim.Ticket.Value, now, claim.Desk.Value);
        _desk.ExecuteNonQuery();
        return true;
    }

    public void Dispose()
    {
        _ticket.Dispose();
        _desk.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new(name, null));
        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }
}
