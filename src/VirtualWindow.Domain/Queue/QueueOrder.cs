using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Domain.Queue;

/// <summary>
/// Priority with ageing as one sortable instant: a ticket counts as having arrived earlier by its priority's head start.
/// A head start is finite, so whoever waits longer than the largest one is overtaken by nobody new: no one starves, and
/// the order needs no recalculation as time passes.
/// </summary>
public static class QueueOrder
{
    public static TimeSpan HeadStart(Priority priority) => priority switch
    {
        Priority.Appointment => TimeSpan.FromMinutes(20),
        Priority.Elderly or Priority.Disabled => TimeSpan.FromMinutes(10),
        _ => TimeSpan.Zero,
    };

    public static TimeSpan HeadStart(Standing standing) => standing switch
    {
        // The applicant did nothing wrong: ahead of everybody of the day.
        Standing.Head => TimeSpan.FromHours(24),
        Standing.Returned => TimeSpan.FromMinutes(5),
        _ => TimeSpan.Zero,
    };

    public static DateTimeOffset RankedAt(DateTimeOffset takenAt, Priority priority, Standing standing) =>
        takenAt - HeadStart(priority) - HeadStart(standing);
}
