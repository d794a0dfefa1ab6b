using VirtualWindow.Contracts.Applicant;

namespace VirtualWindow.Signaling.Tests;

/// <summary>Tickets that people take in these tests; items and regions are those of the shipped sample.</summary>
internal static class Requests
{
    public const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    /// <summary>Somebody at the Suzhou kiosk asks Gushi's authority for an item that either site may serve.</summary>
    public static TakeTicketRequest Gushi(PriorityNeed priority = PriorityNeed.None) =>
        new("GA-01", "411525", "suzhou", "张小明", "13812345678", "zh-CN", priority, true);

    /// <summary>The same from a phone, without name or number.</summary>
    public static TakeTicketRequest Nameless() => new("GA-01", "411525", null, null, null, "en", PriorityNeed.None, false);

    /// <summary>An item without an agreement: only Gushi's own desks may serve it.</summary>
    public static TakeTicketRequest OnlyGushi() => new("MZ-01", "411525", null, "李四", null, "zh-CN", PriorityNeed.None, false);
}
