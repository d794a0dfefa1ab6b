using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.FollowUp;

/// <summary>Where leased follow-ups wait for a worker. It may forget them: the lease runs out and the pump hands them out again.</summary>
public interface IFollowUpQueue
{
    void Enqueue(LeasedFollowUp leased);
}
