using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Calendar;
using VirtualWindow.Domain.Catalogue;
using VirtualWindow.Domain.Queue;
using VirtualWindow.Domain.Tickets;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Access;
using VirtualWindow.Storage.Identity;
using VirtualWindow.Storage.Presence;
using VirtualWindow.Storage.Queue;
using Xunit;

namespace VirtualWindow.Specifications;

/// <summary>The tables fit the model, the sample is whole, and the rows of access and pairing behave.</summary>
public abstract class SchemaSpecification : StorageSpecification
{
    [Fact]
    public async Task The_migrations_fit_the_model()
    {
        await using var scope = Process.CreateAsyncScope();
        Assert.False(scope.ServiceProvider.GetRequiredService<WindowDb>().Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Starting_again_changes_nothing()
    {
        var before = await CountsAsync();
        await StartProcessAsync();
        Assert.Equal(before, await CountsAsync());
    }

    [Fact]
    public async Task The_sample_catalogue_is_loaded_and_says_so()
    {
        Assert.Equal((56, 159, 46, 2, 10, 318), await CountsAsync());
        Assert.True(await Store.ReadAsync((db, ct) => db.CatalogueEditions.Select(edition => edition.Sample).SingleAsync(ct), Ct));
        var item = await Store.ReadAsync((db, ct) => db.Items.SingleAsync(row => row.Code == new ItemCode("GA-01"), ct), Ct);
        Assert.Equal(("居民身份证异地换领", "异地代收代办", 3, DaysUnit.Calendar), (item.Name, item.CrossProvinceMode, item.Materials.Count, item.DaysUnit));
        Assert.Equal(60, item.StatutoryDays);
        Assert.StartsWith("jmsfz", item.Pinyin, StringComparison.Ordinal);
        Assert.True(item.EitherSiteMayServe);
    }

    [Fact]
    public async Task Every_item_has_a_department_and_a_code_in_the_right_form()
    {
        var (items, departments, codes) = await Store.ReadAsync(async (db, ct) => (
            await db.Items.ToListAsync(ct), await db.Departments.Select(row => row.Code).ToListAsync(ct), await db.ImplementationCodes.ToListAsync(ct)), Ct);
        Assert.All(items, item => Assert.Contains(item.Department, departments));
        Assert.All(items, item => Assert.NotEmpty(item.Materials));
        Assert.All(codes, code => Assert.Equal(ImplementationCode.Length, code.Code.Length));
        Assert.All(codes, code => Assert.True(UnifiedCreditCode.HasOrganisationCode(code.Code.AsSpan(0, 18))));
    }

    [Fact]
    public async Task Each_site_has_the_working_days_of_the_year()
    {
        var days = await Store.ReadAsync((db, ct) => db.SpecialDays.ToListAsync(ct), Ct);
        foreach (var site in days.GroupBy(day => day.Site))
            Assert.Equal(248, new WorkCalendar(site).WorkingDaysIn(2026));
    }

    [Fact]
    public async Task A_join_token_opens_its_ticket_once()
    {
        var ticket = await TakeTicketAsync();
        var token = await Store.WriteAsync((db, _) => Task.FromResult(db.IssueJoinToken(ticket.Id, Now)), Ct);
        var spent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Store.WriteAsync((db, ct) => db.SpendJoinTokenAsync(token, Now.AddMinutes(1), ct), Ct))));
        Assert.Equal(ticket.Id, Assert.Single(spent, opened => opened is not null));
    }

    [Fact]
    public async Task A_late_or_unknown_join_token_opens_nothing()
    {
        var ticket = await TakeTicketAsync();
        var token = await Store.WriteAsync((db, _) => Task.FromResult(db.IssueJoinToken(ticket.Id, Now)), Ct);
        Assert.Null(await Store.WriteAsync((db, ct) => db.SpendJoinTokenAsync(token, Now + ApplicantAccess.JoinTokenLifetime, ct), Ct));
        Assert.Null(await Store.WriteAsync((db, ct) => db.SpendJoinTokenAsync("x", Now, ct), Ct));
    }

    [Fact]
    public async Task A_pass_owns_its_ticket_until_it_expires_or_is_revoked()
    {
        var ticket = await TakeTicketAsync();
        var pass = await Store.WriteAsync((db, _) => Task.FromResult(db.IssuePass(ticket.Id, Now, TimeSpan.FromHours(12))), Ct);
        Assert.Equal(ticket.Id, await Store.ReadAsync((db, ct) => db.OwnerOfPassAsync(pass, Now, ct), Ct));
        Assert.Null(await Store.ReadAsync((db, ct) => db.OwnerOfPassAsync(pass, Now.AddHours(12), ct), Ct));
        await Store.WriteAsync((db, ct) => db.RevokePassesAsync(ticket.Id, ct), Ct);
        Assert.Null(await Store.ReadAsync((db, ct) => db.OwnerOfPassAsync(pass, Now, ct), Ct));
    }

    [Fact]
    public async Task No_secret_is_stored_in_the_clear()
    {
        var ticket = await TakeTicketAsync();
        var secrets = await Store.WriteAsync((db, _) => Task.FromResult((string[])
            [db.IssueJoinToken(ticket.Id, Now), db.IssuePass(ticket.Id, Now, TimeSpan.FromHours(1))]), Ct);
        var hashes = await Store.ReadAsync(async (db, ct) => (byte[][])
            [(await db.JoinTokens.SingleAsync(ct)).Hash, (await db.ApplicantPasses.SingleAsync(ct)).Hash], Ct);
        Assert.All(hashes, hash => Assert.Equal(32, hash.Length));
        Assert.All(secrets.Zip(hashes), pair =>
            Assert.Equal(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(pair.First)), pair.Second));
    }

    [Fact]
    public async Task Pairing_sees_tickets_in_order_and_who_declined_them()
    {
        var ordinary = await TakeTicketAsync();
        var elderly = await TakeTicketAsync(priority: Priority.Elderly);
        var declined = await TakeTicketAsync();
        var desk = await ReadyDeskAsync();
        await Store.WriteAsync(async (db, ct) =>
        {
            var ticket = await db.Tickets.SingleAsync(row => row.Id == declined.Id, ct);
            ticket.OfferTo(desk.Id, new(Guid.NewGuid()), Now, Now);
            ticket.TakeBack();
            db.PastOffers.Add(new() { Id = new(Guid.NewGuid()), Ticket = ticket.Id, Desk = desk.Id, OfferedAt = Now, EndedAt = Now, Result = OfferResult.Declined });
        }, Ct);
        var waiting = await Store.ReadAsync((db, ct) => db.WaitingTicketsAsync(Now.AddMinutes(-5), 100, ct), Ct);
        Assert.Equal([declined.Id, elderly.Id, ordinary.Id], waiting.Select(ticket => ticket.Id));
        Assert.Equal([desk.Id], waiting[0].DeclinedBy);
        var positions = await Task.WhenAll(waiting.Select(ticket => Store.ReadAsync((db, ct) => db.PositionAsync(ticket.Id, ct), Ct)));
        Assert.Equal([1, 2, 3], positions);
        var pairing = Assert.Single(PairingPolicy.Choose(waiting, await Store.ReadAsync((db, ct) => db.ReadyDesksAsync(ct), Ct)));
        Assert.Equal((declined.Id, desk.Id), (pairing.Ticket, pairing.Desk));
    }

    [Fact]
    public async Task Staff_accounts_and_protection_keys_live_here()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(Process.GetRequiredService<IDbContextFactory<WindowDb>>());
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<WindowDb>>().CreateDbContext());
        services.AddIdentityCore<StaffUser>().AddRoles<IdentityRole>().AddEntityFrameworkStores<WindowDb>();
        services.AddDataProtection().PersistKeysToDbContext<WindowDb>();
        await using var identity = services.BuildServiceProvider();
        await using var scope = identity.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>();
        var created = await users.CreateAsync(new() { UserName = "gushi01", DisplayName = "李敏", Number = "G001", SiteId = "gushi" }, "Passw0rd!long");
        Assert.True(created.Succeeded, string.Join(';', created.Errors.Select(error => error.Description)));
        Assert.Equal("李敏", (await users.FindByNameAsync("gushi01"))!.DisplayName);

        var protector = scope.ServiceProvider.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        Assert.Equal("x", protector.Unprotect(protector.Protect("x")));
        Assert.Equal(1, await Store.ReadAsync((db, ct) => db.DataProtectionKeys.CountAsync(ct), Ct));
    }

    private Task<(int Departments, int Items, int Partners, int Sites, int Windows, int Codes)> CountsAsync() => Store.ReadAsync(async (db, ct) => (
        await db.Departments.CountAsync(ct), await db.Items.CountAsync(ct), await db.Regions.CountAsync(region => region.Partner, ct),
        await db.Sites.CountAsync(ct), await db.Windows.CountAsync(ct), await db.ImplementationCodes.CountAsync(ct)), Ct);

    [Fact]
    public async Task Only_the_newest_connection_of_a_subject_can_say_goodbye()
    {
        var subject = Guid.CreateVersion7();
        await Store.WriteAsync((db, ct) => db.AttendAsync(subject, "older", Now, ct), Ct);
        await Store.WriteAsync((db, ct) => db.AttendAsync(subject, "newer", Now.AddSeconds(1), ct), Ct);
        await Store.WriteAsync((db, ct) => db.DepartAsync(subject, "older", Now.AddSeconds(2), ct), Ct);
        await Store.WriteAsync((db, ct) => db.ConfirmAsync(["newer", "nobody"], Now.AddSeconds(3), ct), Ct);

        Assert.Equal(("newer", Now.AddSeconds(3)), await AttendanceAsync(subject));
        await Store.WriteAsync((db, ct) => db.DepartAsync(subject, "newer", Now.AddSeconds(4), ct), Ct);
        Assert.Equal((null, Now.AddSeconds(4)), await AttendanceAsync(subject));
        Assert.Equal(1, await Store.WriteAsync((db, ct) => db.ForgetAsync(Now.AddSeconds(5), ct), Ct));
    }

    private Task<(string?, DateTimeOffset)> AttendanceAsync(Guid subject) => Store.ReadAsync(async (db, ct) =>
    {
        var row = await db.Attendances.SingleAsync(row => row.Subject == subject, ct);
        return (row.ConnectionId, row.SeenAt);
    }, Ct);
}
