using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VirtualWindow.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RatingsAndFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Ratings_Session",
                table: "Ratings");

            migrationBuilder.AddColumn<Guid>(
                name: "Case",
                table: "Ratings",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExcludedAt",
                table: "Ratings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Occasion",
                table: "Ratings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "BadReviews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Site = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Rated = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: false),
                    ConfirmedBy = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: true),
                    OpenedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Acts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BadReviews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BadReviews_Ratings_Id",
                        column: x => x.Id,
                        principalTable: "Ratings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "DailyFigures",
                columns: table => new
                {
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Site = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DailyFigures", x => new { x.Day, x.Site, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "Messages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Case = table.Column<Guid>(type: "uuid", nullable: false),
                    Phone = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    SentAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Messages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RatingInvitations",
                columns: table => new
                {
                    Case = table.Column<Guid>(type: "uuid", nullable: false),
                    Occasion = table.Column<int>(type: "integer", nullable: false),
                    InvitedAt = table.Column<long>(type: "bigint", nullable: false),
                    RemindedAt = table.Column<long>(type: "bigint", nullable: true),
                    RatedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RatingInvitations", x => new { x.Case, x.Occasion });
                });

            migrationBuilder.CreateTable(
                name: "ReviewEvents",
                columns: table => new
                {
                    Review = table.Column<Guid>(type: "uuid", nullable: false),
                    Serial = table.Column<int>(type: "integer", nullable: false),
                    Move = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    By = table.Column<string>(type: "character varying(450)", maxLength: 450, nullable: false),
                    ByName = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewEvents", x => new { x.Review, x.Serial });
                    table.ForeignKey(
                        name: "FK_ReviewEvents_BadReviews_Review",
                        column: x => x.Review,
                        principalTable: "BadReviews",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Case",
                table: "Ratings",
                column: "Case",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_RatedAt",
                table: "Ratings",
                column: "RatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Session_Occasion",
                table: "Ratings",
                columns: new[] { "Session", "Occasion" },
                unique: true,
                filter: "\"Occasion\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_BadReviews_Site_State",
                table: "BadReviews",
                columns: new[] { "Site", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_Case_Purpose",
                table: "Messages",
                columns: new[] { "Case", "Purpose" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CreatedAt",
                table: "Messages",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_RatingInvitations_InvitedAt",
                table: "RatingInvitations",
                column: "InvitedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DailyFigures");

            migrationBuilder.DropTable(
                name: "Messages");

            migrationBuilder.DropTable(
                name: "RatingInvitations");

            migrationBuilder.DropTable(
                name: "ReviewEvents");

            migrationBuilder.DropTable(
                name: "BadReviews");

            migrationBuilder.DropIndex(
                name: "IX_Ratings_Case",
                table: "Ratings");

            migrationBuilder.DropIndex(
                name: "IX_Ratings_RatedAt",
                table: "Ratings");

            migrationBuilder.DropIndex(
                name: "IX_Ratings_Session_Occasion",
                table: "Ratings");

            migrationBuilder.DropColumn(
                name: "Case",
                table: "Ratings");

            migrationBuilder.DropColumn(
                name: "ExcludedAt",
                table: "Ratings");

            migrationBuilder.DropColumn(
                name: "Occasion",
                table: "Ratings");

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Session",
                table: "Ratings",
                column: "Session",
                unique: true);
        }
    }
}
