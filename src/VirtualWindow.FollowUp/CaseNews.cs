using VirtualWindow.Contracts.Cases;
using VirtualWindow.Domain.Cases;

namespace VirtualWindow.FollowUp;

/// <summary>Tells this process that a case was filed. Nobody may rely on it; nobody's failure stops it.</summary>
internal sealed class CaseNews : ICaseFiled
{
    public event Action<CaseFiled>? Filed;

    public void Announce(Case filed) =>
        Filed?.Invoke(new(filed.Id.ToString(), filed.Session.ToString(), filed.Ticket.ToString(), filed.Clerk.Value, filed.Number!));
}
