using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Staff;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Identity;

namespace VirtualWindow.Host.Staff;

/// <summary>
/// The accounts of clerks, supervisors and admins. Each act is one transaction and changes the security stamp, so that whoever is
/// signed in with the former rights is out at the next request.
/// </summary>
internal sealed class StaffAccounts(IWindowStore store, IPasswordHasher<StaffUser> passwords, ILookupNormalizer names, TimeProvider time)
{
    /// <summary>Creates the three roles where they are missing; several processes may do it at once.</summary>
    public async Task EnsureRolesAsync(CancellationToken ct)
    {
        foreach (var role in StaffRoles.All)
        {
            if (await store.ReadAsync((db, token) => db.Roles.AnyAsync(row => row.Name == role, token), ct)) continue;
            try
            {
                await store.WriteAsync((db, _) => Task.FromResult(db.Roles.Add(new IdentityRole(role) { NormalizedName = names.NormalizeName(role) })), ct);
            }
            catch (DuplicateRowException)
            {
                // Another process that started at the same moment made it.
            }
        }
    }

    public string Hash(string password) => passwords.HashPassword(new StaffUser(), password);

    public Task<bool> AnyAsync(string userName, CancellationToken ct) =>
        store.ReadAsync(async (db, token) => await FindAsync(db, userName, token) is not null, ct);

    /// <param name="passwordHash">From <see cref="Hash"/>: hashing takes long and must not hold up the writer.</param>
    public async Task<Refusal?> AddAsync(StaffPerson person, string passwordHash, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync((db, token) => AddAsync(db, person, passwordHash, token), ct);
        }
        catch (DuplicateRowException)
        {
            return Refusals.Of(RefusalCodes.NameTaken);
        }
    }

    public Task<StaffAccountList> AllAsync(CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var roles = await (from held in db.UserRoles join role in db.Roles on held.RoleId equals role.Id select new { held.UserId, role.Name }).ToListAsync(token);
        var roleOf = roles.ToLookup(row => row.UserId, row => row.Name!);
        var desks = await db.Desks.ToDictionaryAsync(desk => desk.Clerk.Value, token);
        var now = time.GetUtcNow();
        return new StaffAccountList(
            [.. (await db.Users.ToListAsync(token)).Select(user => View(user, roleOf[user.Id].FirstOrDefault() ?? "", desks.GetValueOrDefault(user.Id), now))
                .OrderBy(account => account.SiteId, StringComparer.Ordinal).ThenBy(account => account.Number, StringComparer.Ordinal)]);
    }, ct);

    public Task<Refusal?> ChangeAsync(StaffPerson person, CancellationToken ct) => ActAsync(person.UserName, async (db, user, token) =>
    {
        if (await FaultAsync(db, person, user, token) is { } fault) return fault;
        person.WriteTo(user);
        await GiveRoleAsync(db, user, person.Role, token);
        await PlaceAtDeskAsync(db, user, person, token);
        return await NoAdminLeftAsync(db, token);
    }, ct);

    public Task<Refusal?> DisableAsync(string userName, CancellationToken ct) => ActAsync(userName, (db, user, token) =>
    {
        user.LockoutEnd = StaffUser.ForEver;
        return NoAdminLeftAsync(db, token);
    }, ct);

    /// <summary>Enables, and unlocks after wrong passwords.</summary>
    public Task<Refusal?> EnableAsync(string userName, CancellationToken ct) => ActAsync(userName, (_, user, _) =>
    {
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        return Task.FromResult<Refusal?>(null);
    }, ct);

    /// <summary>A new password also unlocks; a disabled account stays disabled.</summary>
    public Task<Refusal?> SetPasswordAsync(string userName, string passwordHash, CancellationToken ct) => ActAsync(userName, (_, user, _) =>
    {
        user.PasswordHash = passwordHash;
        if (!user.Disabled) (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        return Task.FromResult<Refusal?>(null);
    }, ct);

    private async Task<Refusal?> AddAsync(WindowDb db, StaffPerson person, string passwordHash, CancellationToken ct)
    {
        var user = new StaffUser
        {
            UserName = person.UserName, NormalizedUserName = names.NormalizeName(person.UserName), PasswordHash = passwordHash, LockoutEnabled = true,
            SecurityStamp = NewStamp(),
        };
        if (await FaultAsync(db, person, user, ct) is { } fault) return fault;
        person.WriteTo(user);
        db.Users.Add(user);
        await GiveRoleAsync(db, user, person.Role, ct);
        await PlaceAtDeskAsync(db, user, person, ct);
        return null;
    }

    private async Task<Refusal?> ActAsync(string userName, Func<WindowDb, StaffUser, CancellationToken, Task<Refusal?>> act, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync(async (db, token) =>
            {
                if (await FindAsync(db, userName, token) is not { } user) return Refusals.Of(RefusalCodes.NotFound);
                user.SecurityStamp = NewStamp();
                if (await act(db, user, token) is { } fault) throw new RefusedException(fault);
                return null;
            }, ct);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (LostUpdateException)
        {
            return Refusals.Of(RefusalCodes.Stale);
        }
    }

    // Two admins who disable each other in the same instant both change this row: the later one is refused.
    private static async Task<Refusal?> NoAdminLeftAsync(WindowDb db, CancellationToken ct)
    {
        var adminRole = await db.Roles.SingleAsync(role => role.Name == StaffRoles.Admin, ct);
        adminRole.ConcurrencyStamp = NewStamp();
        await db.SaveChangesAsync(ct);
        var admins = await (from held in db.UserRoles join user in db.Users on held.UserId equals user.Id where held.RoleId == adminRole.Id select user.LockoutEnd).ToListAsync(ct);
        return admins.Exists(until => until is null || until < StaffUser.ForEver) ? null : Refusals.Of(RefusalCodes.LastAdmin);
    }

    private static async Task GiveRoleAsync(WindowDb db, StaffUser user, string role, CancellationToken ct)
    {
        var wanted = await db.Roles.Where(row => row.Name == role).Select(row => row.Id).SingleAsync(ct);
        var held = await db.UserRoles.Where(row => row.UserId == user.Id).ToListAsync(ct);
        db.UserRoles.RemoveRange(held.Where(row => row.RoleId != wanted));
        if (held.TrueForAll(row => row.RoleId != wanted)) db.UserRoles.Add(new() { UserId = user.Id, RoleId = wanted });
    }

    /// <summary>A clerk's desk says what the clerk serves; it is set up here when there are skills to keep, else at the first visit.</summary>
    private async Task PlaceAtDeskAsync(WindowDb db, StaffUser user, StaffPerson person, CancellationToken ct)
    {
        var clerk = new StaffId(user.Id);
        var desk = await db.Desks.SingleOrDefaultAsync(row => row.Clerk == clerk, ct);
        if (desk is null)
        {
            if (person.Role != StaffRoles.Clerk || person.Skills.Count + person.Languages.Count == 0) return;
            var now = time.GetUtcNow();
            db.Desks.Add(desk = Desk.Create(new DeskId(Guid.CreateVersion7(now)), clerk, person.DisplayName, person.Number, person.Site, now));
        }
        desk.Assign(person.DisplayName, person.Number, person.Site);
        desk.Teach(person.Skills, person.Languages);
    }

    private static async Task<Refusal?> FaultAsync(WindowDb db, StaffPerson person, StaffUser user, CancellationToken ct)
    {
        if (await person.FaultAsync(db, ct) is { } fault) return fault;
        if (await db.Users.AnyAsync(other => other.NormalizedUserName == user.NormalizedUserName && other.Id != user.Id, ct)) return Refusals.Of(RefusalCodes.NameTaken);
        return await db.Users.AnyAsync(other => other.Number == person.Number && other.Id != user.Id, ct)
            ? Refusals.Of(RefusalCodes.NameTaken, "这个工号已有人使用，请核对后另填一个。", "Somebody else has this staff number. Please check and give another one.")
            : null;
    }

    private Task<StaffUser?> FindAsync(WindowDb db, string userName, CancellationToken ct)
    {
        var wanted = names.NormalizeName(userName);
        return db.Users.SingleOrDefaultAsync(user => user.NormalizedUserName == wanted, ct);
    }

    private static StaffAccountView View(StaffUser user, string role, Desk? desk, DateTimeOffset now) => new(
        user.UserName!, user.DisplayName, user.Number, user.SiteId, role, user.Disabled,
        !user.Disabled && user.LockoutEnd > now ? user.LockoutEnd : null, role == StaffRoles.Reviewer ? user.Departments.Split(' ', StringSplitOptions.RemoveEmptyEntries) : desk?.Skills ?? [], desk?.Languages ?? []);

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    /// <summary>Rolls the act back with the reason.</summary>
    private sealed class RefusedException(Refusal refusal) : Exception(refusal.MessageEn)
    {
        public Refusal Refusal { get; } = refusal;
    }
}
