namespace VirtualWindow.Domain.Tickets;

/// <summary>Stored as numbers: the order is part of the data format, append only.</summary>
public enum TicketState
{
    Waiting = 0,
    /// <summary>One desk has been asked and may still decline.</summary>
    Offered = 1,
    /// <summary>A clerk accepted; the applicant must press join.</summary>
    Called = 2,
    InSession = 3,
    /// <summary>过号: called, but nobody joined.</summary>
    Missed = 4,
    Served = 5,
    /// <summary>The applicant gave the place up.</summary>
    Left = 6,
    /// <summary>The day ended, or the third call was missed.</summary>
    Expired = 7,
}

public enum TicketMove { Offer, TakeBack, Accept, Join, Miss, Recall, Requeue, Park, Finish, Leave, Expire }

/// <summary>Why a place in the queue counts more than its arrival alone (办理优先). Stored as numbers.</summary>
public enum Priority
{
    None = 0,
    /// <summary>老年人.</summary>
    Elderly = 1,
    /// <summary>残疾人.</summary>
    Disabled = 2,
    /// <summary>预约.</summary>
    Appointment = 3,
}

/// <summary>How a ticket came to stand where it stands in the queue.</summary>
public enum Standing
{
    /// <summary>By arrival and priority.</summary>
    Arrived = 0,
    /// <summary>Back after a missed call (过号): ahead of later arrivals, behind those waiting long.</summary>
    Returned = 1,
    /// <summary>A clerk did not answer, declined, or sent the applicant on: not the applicant's fault, so at the head.</summary>
    Head = 2,
}
