using Npgsql;
using VirtualWindow.Storage.Claims;

namespace VirtualWindow.Storage.Postgres;

/// <summary>The claim as one statement, one round trip. A row that somebody else is claiming is skipped, not waited for.</summary>
internal sealed class PostgresClaims(PostgresStorageOptions options, WindowDialect dialect) : ITicketClaims, IAsyncDisposable
{
    // States: ticket 0 Waiting → 1 Offered; desk 1 Ready → 3 Offered (Domain enums, stored as numbers).
    private const string Sql =
        """
        WITH ticket AS (SELECT "Id" FROM "Tickets" WHERE "Id" = $1 AND "State" = 0 FOR UPDATE SKIP LOCKED),
             desk AS (SELECT "Id" FROM "Desks" WHERE "Id" = $2 AND "State" = 1 FOR UPDATE SKIP LOCKED),
             taken AS (UPDATE "Tickets" t SET "State" = 1, "Desk" = $2, "Offer" = $3, "OfferedAt" = $4, "OfferExpiresAt" = $5, "Version" = t."Version" + 1
                       FROM ticket, desk WHERE t."Id" = ticket."Id" RETURNING t."Id"),
             asked AS (UPDATE "Desks" d SET "State" = 3, "AwayFor" = NULL, "Ticket" = $1, "Since" = $4, "Version" = d."Version" + 1
                       FROM ticket, desk WHERE d."Id" = desk."Id" RETURNING d."Id")
        SELECT count(*) FROM taken, asked
        """;

    private readonly NpgsqlDataSource _source = Build(options);

    public async Task<bool> TryClaimAsync(Claim claim, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = claim.Ticket.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = claim.Desk.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = claim.Offer.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = claim.Now.ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = claim.ExpiresAt.ToUnixTimeMilliseconds() });
        try
        {
            return (long)(await command.ExecuteScalarAsync(ct))! == 1;
        }
        catch (PostgresException duplicate) when (dialect.IsDuplicate(duplicate))
        {
            // The desk holds a ticket already, whatever its own row says.
            return false;
        }
        catch (NpgsqlException failure) when (dialect.Explain(failure) is var explained && explained != failure)
        {
            _source.Clear();
            throw explained;
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource Build(PostgresStorageOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = options.ClaimPoolSize;
        builder.ConnectionStringBuilder.MaxAutoPrepare = 4;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.ApplicationName = "virtual-window-claims";
        return builder.Build();
    }
}
