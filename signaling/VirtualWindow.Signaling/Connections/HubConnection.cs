using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using VirtualWindow.Domain;
using VirtualWindow.Signaling.Wire;

namespace VirtualWindow.Signaling.Connections;

/// <summary>One open hub connection of this process: whose it is, how often it asked, what it was told last.</summary>
internal sealed class HubConnection
{
    /// <summary>Written by ASP.NET Core Identity (<c>ClaimsIdentityOptions.SecurityStampClaimType</c>).</summary>
    private const string SecurityStampClaim = "AspNet.Identity.SecurityStamp";

    private readonly HubCallerContext _context;

    private HubConnection(HubCallerContext context, HubKind hub, TokenBucket bucket)
    {
        (_context, Hub, Bucket) = (context, hub, bucket);
        Address = context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "";
    }

    public string Id => _context.ConnectionId;
    public HubKind Hub { get; }
    public TokenBucket Bucket { get; }
    /// <summary>Network address; only to count how often it asks.</summary>
    public string Address { get; }

    /// <summary>Whom it speaks for; a supervisor may have seats in several sessions.</summary>
    public ConcurrentDictionary<Subject, bool> Subjects { get; } = new();
    /// <summary>An applicant's ticket; null before one is taken, and on the other hubs.</summary>
    public TicketId? Ticket { get; set; }
    /// <summary>A clerk's desk; null on the other hubs.</summary>
    public DeskId? Desk { get; set; }
    /// <summary>The staff account; null for applicants.</summary>
    public StaffId? Staff { get; set; }

    /// <summary>The account's security stamp at sign-in; null for applicants. It changes when an admin changes the account.</summary>
    public string? StaffStamp => _context.User?.FindFirst(SecurityStampClaim)?.Value;

    /// <summary>Ends the connection; the page comes back and is told why not, if so.</summary>
    public void Abort() => _context.Abort();

    /// <summary>A newer connection of the same person exists, here or in another process: this one is refused from now on.</summary>
    public bool Superseded { get; set; }
    /// <summary>Since when the database knows this connection as its subject's newest.</summary>
    public DateTimeOffset AttendsSince { get; set; } = DateTimeOffset.MaxValue;
    /// <summary>The applicant has been told the filed case: nothing about an ended ticket changes any more, unless it is rated.</summary>
    public bool ReceiptComplete { get; set; }
    public Told Told { get; } = new();

    public static HubConnection Open(HubCallerContext context, HubKind hub, TokenBucket bucket)
    {
        var connection = new HubConnection(context, hub, bucket);
        context.Items[typeof(HubConnection)] = connection;
        return connection;
    }

    public static HubConnection Of(HubCallerContext context) =>
        context.Items.TryGetValue(typeof(HubConnection), out var connection) && connection is HubConnection known
            ? known
            : throw new InvalidOperationException("The hub did not open its connection.");
}

internal enum HubKind { Applicant, Desk, Wall }
