using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Ratings;
using VirtualWindow.Storage.Figures;
using VirtualWindow.Storage.Messages;

namespace VirtualWindow.Storage.Mapping;

internal sealed class RatingMapping : IEntityTypeConfiguration<Rating>
{
    public void Configure(EntityTypeBuilder<Rating> builder)
    {
        builder.HasKey(rating => rating.Id);
        builder.Property(rating => rating.Id).ValueGeneratedNever();
        // Once per visit; once per case at its acceptance and at its completion.
        builder.HasIndex(rating => new { rating.Session, rating.Occasion }).IsUnique().HasFilter("\"Occasion\" = 0");
        builder.HasIndex(rating => new { rating.Case, rating.Occasion }).IsUnique();
        builder.HasIndex(rating => rating.RatedAt);
    }
}

internal sealed class RatingInvitationMapping : IEntityTypeConfiguration<RatingInvitation>
{
    public void Configure(EntityTypeBuilder<RatingInvitation> builder)
    {
        builder.HasKey(invitation => new { invitation.Case, invitation.Occasion });
        builder.HasIndex(invitation => invitation.InvitedAt);
    }
}

internal sealed class BadReviewMapping : IEntityTypeConfiguration<BadReview>
{
    public void Configure(EntityTypeBuilder<BadReview> builder)
    {
        builder.HasKey(review => review.Id);
        builder.Property(review => review.Id).ValueGeneratedNever();
        builder.Property(review => review.Version).IsConcurrencyToken();
        builder.HasOne<Rating>().WithOne().HasForeignKey<BadReview>(review => review.Id);
        builder.HasMany(review => review.Record).WithOne().HasForeignKey(line => line.Review);
        builder.HasIndex(review => new { review.Site, review.State });
    }
}

internal sealed class ReviewEventMapping : IEntityTypeConfiguration<ReviewEvent>
{
    public void Configure(EntityTypeBuilder<ReviewEvent> builder)
    {
        builder.ToTable("ReviewEvents");
        builder.HasKey(line => new { line.Review, line.Serial });
    }
}

internal sealed class OutboundMessageMapping : IEntityTypeConfiguration<OutboundMessage>
{
    public void Configure(EntityTypeBuilder<OutboundMessage> builder)
    {
        builder.ToTable("Messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
        builder.Property(message => message.Purpose).HasMaxLength(64);
        builder.HasIndex(message => new { message.Case, message.Purpose, message.Channel, message.Receiver }).IsUnique();
        builder.HasIndex(message => message.CreatedAt);
    }
}

internal sealed class DailyFigureMapping : IEntityTypeConfiguration<DailyFigure>
{
    public void Configure(EntityTypeBuilder<DailyFigure> builder)
    {
        builder.ToTable("DailyFigures");
        builder.HasKey(figure => new { figure.Day, figure.Site, figure.Name });
        builder.Property(figure => figure.Name).HasMaxLength(64);
    }
}
