using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Signing;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.FollowUp.Orders;
using VirtualWindow.FollowUp.Papers;
using VirtualWindow.FollowUp.Recurring;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Orders;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Outside;
using VirtualWindow.Storage.Papers;
using VirtualWindow.Storage.Queue;
using VirtualWindow.Storage.Ratings;
using VirtualWindow.Storage.Seals;
using VirtualWindow.Storage.Sqlite;
using VirtualWindow.Testing;

namespace VirtualWindow.FollowUp.Tests.Papers;

/// <summary>A case about which everything was said that can be said: after its purge neither a table nor a file of the database tells who it was.</summary>
public abstract class PurgeTests : PaperSpecification
{
    private const string Name = "张三", Phone = "13812345678", IdNumber = "11010519491231002X", Address = "人民路十二号院", Waybill = "EA123456785CN", Said = "准予迁移";
    private static readonly string[] Personal = [Name, Phone, IdNumber, Address, Waybill, Said];

    /// <summary>Where something about a person stands before the purge: what the test does not write it cannot miss.</summary>
    private static readonly string[] Told =
    [
        "Case.ApplicantName", "Ticket.Phone", "Ticket.Wish", "Order.Subject", "Order.Waybill", "OrderEvent.Text", "OutboundMessage.Receiver", "Rating.Comment", "ReviewEvent.Text", "WebhookDelivery.Body",
        "DocumentUpload.Name", "SharedDocument.Name", "DocumentRequest.Name", "FollowUpEntry.LastError", "FollowUpAct.Reason", "PastOffer.Reason", "MaterialCheck.Reason", "SupplementNotice.Items",
        "Invitation.Note", "Invitation.Reason", "ProcedureEvent.Reason",
    ];

    [Fact]
    public async Task After_a_purge_no_table_and_no_file_of_the_database_tells_who_it_was()
    {
        var filed = await ArchivedAsync();
        await SayEverythingAsync(filed);
        Assert.Empty(Told.Except((await FoundInTablesAsync()).Select(found => found.Split(':')[0])));
        await CheckpointAsync();
        Assert.Equal(Personal.Order(), (await FoundInFilesAsync()).Order());
        await PurgeAsync(filed);

        Assert.Empty(await FoundInTablesAsync());
        var scrub = Process.GetServices<IFollowUpStep>().OfType<ScrubStorage>().Single();
        await scrub.PrepareAsync(new Period(Today, null).Id, Ct);
        await CheckpointAsync();
        Assert.Empty(await FoundInFilesAsync());
        Assert.Empty(await Store.ReadAsync((db, ct) => db.KeptHandwritings.ToListAsync(ct), Ct));
        Assert.Empty(await Store.ReadAsync((db, ct) => db.Signings.ToListAsync(ct), Ct));
    }

    [Fact]
    public async Task Another_case_keeps_what_was_said_of_it()
    {
        var (purged, kept) = (await ArchivedAsync(), await ArchivedAsync());
        await SayEverythingAsync(kept);
        var before = (await FoundInTablesAsync()).Count(found => found.Contains(nameof(WebhookDelivery), StringComparison.Ordinal) || found.Contains("Order", StringComparison.Ordinal));
        await PurgeAsync(purged);

        Assert.Equal(before, (await FoundInTablesAsync()).Count(found => found.Contains(nameof(WebhookDelivery), StringComparison.Ordinal) || found.Contains("Order", StringComparison.Ordinal)));
        Assert.Equal(Name, (await CaseAsync(kept.Id)).ApplicantName);
        Assert.Single(await Store.ReadAsync((db, ct) => db.KeptHandwritings.ToListAsync(ct), Ct));
    }

    /// <summary>What lies in the files that the database keeps on its disk.</summary>
    protected abstract Task<IReadOnlyList<byte[]>> FilesAsync();

    /// <summary>Brings what the server holds in its memory into those files.</summary>
    protected virtual Task CheckpointAsync() => Task.CompletedTask;

    private async Task PurgeAsync(Case filed)
    {
        await DueAsync(filed.Id);
        await Process.GetRequiredService<PurgeDesk>().OrderAsync("保管期满，经鉴定销毁", "系统管理员 GS99", Ct);
        await WorkAsync();
        Assert.NotNull((await Store.ReadAsync((db, ct) => db.CaseArchives.SingleAsync(row => row.Id == filed.Id, ct), Ct)).PurgedAt);
    }

    private async Task SayEverythingAsync(Case filed)
    {
        await Store.WriteAsync((db, _) =>
        {
            db.WebhookEndpoints.Add(new() { Id = Guid.NewGuid(), Name = "统计平台", Url = "https://example.test/", Types = "", ProtectedSecret = "x", CreatedAt = Now, CreatedBy = "admin" });
            return Task.CompletedTask;
        }, Ct);
        await OrderAsync(filed);
        await RateAsync(filed);
        await ShowDocumentsAsync(filed);
        await WorkAtTheBoardAsync(filed);
        await Store.WriteAsync(async (db, ct) =>
        {
            var run = await db.FollowUps.FirstAsync(row => row.Subject == filed.Id.Value, ct);
            run.LastError = $"{Name}的名字中有字无法打印";
            db.FollowUpActs.Add(new() { FollowUp = run.Id, Serial = 99, Move = FollowUpMove.Retry, Reason = $"{Name}来电催办", By = "admin", At = Now });
            db.PastOffers.Add(new() { Id = new(Guid.NewGuid()), Ticket = filed.Ticket, Desk = new(Guid.NewGuid()), OfferedAt = Now, EndedAt = Now, Result = OfferResult.Declined, Reason = $"与{Name}是亲属" });
        }, Ct);
    }

    private async Task OrderAsync(Case filed)
    {
        var receiver = await Process.GetRequiredService<OrderReceivers>().SealAsync(filed.Id, new(Name, Phone, Address, "zhangsan@example.test"), Ct);
        var order = await Store.WriteAsync((db, ct) => db.PlaceOrderAsync(filed, OrderKind.CertifiedCopy, 2, $"{Name}的户口簿", receiver, Now, "李四 G01", ct), Ct);
        await Store.WriteAsync(async (db, ct) =>
        {
            var placed = (await db.OrderAsync(order.Id, ct))!;
            foreach (var move in (OrderMove[])[OrderMove.Begin, OrderMove.Finish]) await db.MoveAsync(placed, move, "李四 G01", $"{Name}要求加急", Now, ct);
            await db.SendAsync(placed, "中国邮政EMS", Waybill, "李四 G01", Now, ct);
            await db.WakeOrderAsync(placed, DateTimeOffset.UtcNow, ct);
        }, Ct);
        await WorkAsync();
    }

    private async Task RateAsync(Case filed)
    {
        await Store.WriteAsync(async (db, ct) =>
        {
            var session = await db.Sessions.SingleAsync(row => row.Id == filed.Session, ct);
            await db.RateVisitAsync(session, 1, $"我是{Name}，等了一小时", new(), Now, ct);
        }, Ct);
        await Store.WriteAsync(async (db, ct) =>
        {
            var review = await db.BadReviews.Where(row => db.Ratings.Any(rating => rating.Id == row.Id && rating.Session == filed.Session)).SingleAsync(ct);
            Assert.Null(review.Make(ReviewMove.CallBack, new(Head, Now, Today, $"已致电{Phone}，{Name}表示接受")));
        }, Ct);
    }

    private Task ShowDocumentsAsync(Case filed) => Store.WriteAsync((db, _) =>
    {
        var title = new DocumentTitle(filed.Session, $"{Name}身份证{IdNumber}.jpg", null, DocumentOrigin.Uploaded, null);
        db.DocumentUploads.Add(new(new(Guid.NewGuid()), title, null, 10, new string('a', 64), Now));
        db.Documents.Add(SharedDocument.Receive(new(Guid.NewGuid()), title, new string('b', 64), 10, Now));
        db.DocumentRequests.Add(new DocumentRequest(new(Guid.NewGuid()), filed.Session, null, $"{Name}的{Address}房产证", Now));
        db.KeptHandwritings.Add(new() { Session = filed.Session, Document = new(Guid.NewGuid()), Sha256 = new string('c', 64), Protected = [1, 2, 3] });
        var gate = SigningGate.Open(filed.Session);
        gate.ConfirmIdentity("G01", IdentityMethod.CardOnCamera, Now);
        db.Signings.Add(gate);
        return Task.CompletedTask;
    }, Ct);

    /// <summary>What was found and told, and what clerks said to each other.</summary>
    private Task WorkAtTheBoardAsync(Case filed) => Store.WriteAsync(async (db, ct) =>
    {
        var session = await db.Sessions.SingleAsync(row => row.Id == filed.Session, ct);
        Tell(db, session, [("居民户口簿", $"{Name}本人未签字")]);
        var clerk = new SittingClerk(session.Desk, session.Clerk, session.ClerkName, session.ClerkNumber, session.Site);
        var invitation = Invitation.Ask(new(Guid.NewGuid()), session.Id, InvitationPurpose.Consult, clerk, clerk, $"请看{Name}的户口簿", Now, Now.AddSeconds(20));
        invitation.Decline($"{Name}的事我不熟", Now);
        db.Invitations.Add(invitation);
        var wish = new Wish(null, null, null, $"{Name}明天再来", "李敏 GS01", Gushi, Now);
        await db.Tickets.Where(row => row.Id == filed.Ticket).ExecuteUpdateAsync(set => set.SetProperty(row => row.Wish, wish), ct);
    }, Ct);

    private async Task<IReadOnlyList<string>> FoundInFilesAsync()
    {
        var files = await FilesAsync();
        return [.. Personal.Where(word => files.Any(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0))];
    }

    /// <summary>Every text of every table that tells who it was or what was said.</summary>
    private Task<List<string>> FoundInTablesAsync() => Store.ReadAsync(async (db, ct) =>
    {
        var found = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Where(type => type.GetTableName() is not null).DistinctBy(type => type.GetTableName()))
            foreach (var column in table.GetProperties().Where(property => (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) == typeof(string)))
            {
                var sql = $"SELECT \"{column.GetColumnName()}\" AS \"Value\" FROM \"{table.GetTableName()}\" WHERE \"{column.GetColumnName()}\" IS NOT NULL";
                var texts = await db.Database.SqlQueryRaw<string>(sql).ToListAsync(ct);
                found.AddRange(texts.Where(text => Personal.Any(word => text.Contains(word, StringComparison.Ordinal))).Select(text => $"{table.ClrType.Name}.{column.Name}: {text}"));
            }

        return found;
    }, Ct);
}

public sealed class SqlitePurgeTests : PurgeTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => SqliteDatabases.FreshAsync();

    protected override async Task<IReadOnlyList<byte[]>> FilesAsync()
    {
        var path = Process.GetRequiredService<SqliteStorageOptions>().Path;
        var files = new List<byte[]>();
        foreach (var file in new[] { path, $"{path}-wal", $"{path}-shm" }.Where(File.Exists))
        {
            // The program has it open for writing.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Ct);
            files.Add(bytes);
        }

        return files;
    }
}

public sealed class PostgresPurgeTests : PurgeTests
{
    protected override Task<Action<IServiceCollection>> DatabaseAsync() => PostgresDatabases.FreshAsync();

    protected override Task CheckpointAsync() => Store.WriteAsync((db, ct) => db.Database.ExecuteSqlRawAsync("CHECKPOINT", ct), Ct);

    /// <summary>Tables, their indexes and their TOAST, as they lie in the server's folder.</summary>
    protected override Task<IReadOnlyList<byte[]>> FilesAsync() => Store.ReadAsync<IReadOnlyList<byte[]>>(async (db, ct) => await db.Database.SqlQueryRaw<byte[]>(
        """
        SELECT pg_read_binary_file(pg_relation_filepath(c.oid)) AS "Value" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'i', 't') AND n.nspname IN ('public', 'pg_toast') AND pg_relation_size(c.oid) > 0
        """).ToListAsync(ct), Ct);
}
