using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Sequences;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Gives the next number of the authority's site for the day the sitting ended. The sequence and the case change in one
/// transaction: no gap, no duplicate.</summary>
internal sealed class AssignNumber() : QuickCaseStep(FollowUpEntry.FileCase, "assign-number")
{
    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        var filing = work.Case;
        if (filing.Number is not null)
            return null;
        var site = await work.Db.Sites.AsNoTracking().SingleAsync(row => row.Id == filing.AuthoritySite, ct);
        var code = await work.Db.ImplementationCodes.AsNoTracking().SingleAsync(row => row.Site == site.Id && row.Item == filing.Item, ct);
        var day = site.Today(filing.EndedAt);
        var serial = await work.Db.NextCaseSerialAsync(site.Id, day, ct);
        filing.Assign(CaseNumber.Create(code.Code, site.CasePrefix, day, serial));
        return null;
    }
}
