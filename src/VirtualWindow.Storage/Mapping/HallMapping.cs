using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Desks;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Domain.Tickets;

namespace VirtualWindow.Storage.Mapping;

internal sealed class TicketMapping : IEntityTypeConfiguration<Ticket>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.HasKey(ticket => ticket.Id);
        builder.Property(ticket => ticket.Id).ValueGeneratedNever();
        builder.Property(ticket => ticket.Version).IsConcurrencyToken();
        builder.Property(ticket => ticket.Number).HasMaxLength(8);
        builder.HasIndex(ticket => new { ticket.IssuedBy, ticket.Day, ticket.Number }).IsUnique();
        builder.HasIndex(ticket => new { ticket.State, ticket.RankedAt });
        builder.HasIndex(ticket => ticket.Session);
        builder.Property(ticket => ticket.Wish).HasConversion<WishText>();
        // A desk holds one ticket at a time: Offered, Called or InSession. The database itself refuses a second.
        builder.HasIndex(ticket => ticket.Desk).IsUnique().HasFilter("\"State\" IN (1, 2, 3)");
    }
}

internal sealed class DeskMapping : IEntityTypeConfiguration<Desk>
{
    public void Configure(EntityTypeBuilder<Desk> builder)
    {
        builder.HasKey(desk => desk.Id);
        builder.Property(desk => desk.Id).ValueGeneratedNever();
        builder.Property(desk => desk.Version).IsConcurrencyToken();
        builder.HasIndex(desk => desk.Clerk).IsUnique();
        builder.HasIndex(desk => desk.State);
    }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.Property(session => session.Version).IsConcurrencyToken();
        builder.HasMany(session => session.Participants).WithOne().HasForeignKey(seat => seat.Session);
        builder.Navigation(session => session.Participants).AutoInclude();
        builder.HasIndex(session => session.Ticket);
        builder.HasIndex(session => new { session.State, session.StartedAt });
        builder.HasIndex(session => new { session.Desk, session.EndedAt });
    }
}

internal sealed class ParticipantMapping : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> builder)
    {
        builder.HasKey(seat => seat.Id);
        builder.Property(seat => seat.Id).ValueGeneratedNever();
    }
}

internal sealed class InvitationMapping : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.HasKey(invitation => invitation.Id);
        builder.Property(invitation => invitation.Id).ValueGeneratedNever();
        builder.Property(invitation => invitation.Version).IsConcurrencyToken();
        builder.HasIndex(invitation => invitation.Session);
        builder.HasIndex(invitation => invitation.EndedAt);
        // A desk is asked or takes part once at a time. The database itself refuses a second.
        builder.HasIndex(invitation => invitation.To).IsUnique().HasFilter("\"State\" IN (0, 1)");
    }
}

internal sealed class CaseMapping : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.HasKey(filed => filed.Id);
        builder.Property(filed => filed.Id).ValueGeneratedNever();
        builder.Property(filed => filed.Version).IsConcurrencyToken();
        builder.Property(filed => filed.FullNumber).HasMaxLength(CaseNumber.FullLength);
        // Exactly one case per sitting, one more per linked item, and no number twice.
        builder.HasIndex(filed => filed.Session).IsUnique().HasFilter("\"MainCase\" IS NULL");
        builder.HasIndex(filed => new { filed.MainCase, filed.Item }).IsUnique();
        builder.HasIndex(filed => filed.Number).IsUnique();
        builder.HasIndex(filed => filed.FullNumber).IsUnique();
        builder.HasIndex(filed => filed.Ticket);
        builder.HasIndex(filed => new { filed.Clerk, filed.EndedAt });
        builder.HasIndex(filed => new { filed.ServedAt, filed.State });
    }
}
