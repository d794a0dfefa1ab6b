using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts;
using VirtualWindow.Contracts.Departments;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Host.Departments;

/// <summary>高效办成一件事: the same sitting's application to a further department. The linked case is numbered and filed by the follow-up, like any other.</summary>
internal sealed class LinkCase(IWindowStore store, TimeProvider time)
{
    public async Task<Refusal?> HandleAsync(CaseId id, LinkCaseRequest request, DepartmentOfficial who, CancellationToken ct)
    {
        try
        {
            return await store.WriteAsync((db, token) => LinkAsync(db, id, new(request.ItemCode), who, token), ct);
        }
        catch (DuplicateRowException)
        {
            return Linked;
        }
    }

    private static Refusal Linked => Refusals.Of(RefusalCodes.Stale, "该事项已经在联办之列。", "This item is linked already.");

    private async Task<Refusal?> LinkAsync(WindowDb db, CaseId id, ItemCode code, DepartmentOfficial who, CancellationToken ct)
    {
        var filed = await db.Cases.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct);
        if (filed is null || filed.AuthoritySite != who.Self.Site) return Refusals.Of(RefusalCodes.NotFound);
        if (filed.Item == code) return Linked;
        var item = await db.Items.AsNoTracking().SingleOrDefaultAsync(row => row.Code == code, ct);
        if (item is null) return Refusals.Of(RefusalCodes.NotFound, "没有这个事项代码。", "There is no item with this code.");
        var department = await db.Departments.AsNoTracking().SingleAsync(row => row.Code == item.Department, ct);
        var now = time.GetUtcNow();
        var linked = Case.Link(new(Guid.CreateVersion7(now)), filed, new(item.Code, item.Name, item.NameEn, department.Code, department.Name));
        db.Cases.Add(linked);
        db.Promise(FollowUpEntry.FileCase, linked.Id.Value, now);
        return null;
    }
}
