using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using VirtualWindow.Domain;

namespace VirtualWindow.Storage.Mapping;

/// <summary>One converter per type, for every column of it.</summary>
internal static class Conversions
{
    public static void Apply(ModelConfigurationBuilder builder)
    {
        builder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        builder.Properties<TicketId>().HaveConversion<TicketIds>();
        builder.Properties<OfferId>().HaveConversion<OfferIds>();
        builder.Properties<SessionId>().HaveConversion<SessionIds>();
        builder.Properties<ParticipantId>().HaveConversion<ParticipantIds>();
        builder.Properties<DeskId>().HaveConversion<DeskIds>();
        builder.Properties<InvitationId>().HaveConversion<InvitationIds>();
        builder.Properties<CaseId>().HaveConversion<CaseIds>();
        builder.Properties<RatingId>().HaveConversion<RatingIds>();
        builder.Properties<OrderId>().HaveConversion<OrderIds>();
        builder.Properties<NoticeId>().HaveConversion<NoticeIds>();
        builder.Properties<DocumentId>().HaveConversion<DocumentIds>();
        builder.Properties<DocumentRequestId>().HaveConversion<DocumentRequestIds>();
        builder.Properties<SealId>().HaveConversion<SealIds>().HaveMaxLength(64);
        builder.Properties<SiteId>().HaveConversion<SiteIds>().HaveMaxLength(32);
        builder.Properties<WindowId>().HaveConversion<WindowIds>().HaveMaxLength(64);
        builder.Properties<ItemCode>().HaveConversion<ItemCodes>().HaveMaxLength(32);
        builder.Properties<DepartmentCode>().HaveConversion<DepartmentCodes>().HaveMaxLength(32);
        builder.Properties<RegionCode>().HaveConversion<RegionCodes>().HaveMaxLength(6);
        builder.Properties<StaffId>().HaveConversion<StaffIds>().HaveMaxLength(450);
    }

    /// <summary>Instants sort and compare as numbers on both databases; the offset is the viewer's business.</summary>
    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private sealed class TicketIds() : ValueConverter<TicketId, Guid>(id => id.Value, value => new(value));
    private sealed class OfferIds() : ValueConverter<OfferId, Guid>(id => id.Value, value => new(value));
    private sealed class SessionIds() : ValueConverter<SessionId, Guid>(id => id.Value, value => new(value));
    private sealed class ParticipantIds() : ValueConverter<ParticipantId, Guid>(id => id.Value, value => new(value));
    private sealed class DeskIds() : ValueConverter<DeskId, Guid>(id => id.Value, value => new(value));
    private sealed class InvitationIds() : ValueConverter<InvitationId, Guid>(id => id.Value, value => new(value));
    private sealed class CaseIds() : ValueConverter<CaseId, Guid>(id => id.Value, value => new(value));
    private sealed class RatingIds() : ValueConverter<RatingId, Guid>(id => id.Value, value => new(value));
    private sealed class OrderIds() : ValueConverter<OrderId, Guid>(id => id.Value, value => new(value));
    private sealed class NoticeIds() : ValueConverter<NoticeId, Guid>(id => id.Value, value => new(value));
    private sealed class DocumentIds() : ValueConverter<DocumentId, Guid>(id => id.Value, value => new(value));
    private sealed class DocumentRequestIds() : ValueConverter<DocumentRequestId, Guid>(id => id.Value, value => new(value));
    private sealed class SealIds() : ValueConverter<SealId, string>(id => id.Value, value => new(value));
    private sealed class SiteIds() : ValueConverter<SiteId, string>(id => id.Value, value => new(value));
    private sealed class WindowIds() : ValueConverter<WindowId, string>(id => id.Value, value => new(value));
    private sealed class ItemCodes() : ValueConverter<ItemCode, string>(code => code.Value, value => new(value));
    private sealed class DepartmentCodes() : ValueConverter<DepartmentCode, string>(code => code.Value, value => new(value));
    private sealed class RegionCodes() : ValueConverter<RegionCode, string>(code => code.Value, value => new(value));
    private sealed class StaffIds() : ValueConverter<StaffId, string>(id => id.Value, value => new(value));
}
