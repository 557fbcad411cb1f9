CREATE TABLE "opinion_batches" (
	"mark" text PRIMARY KEY NOT NULL,
	"id" text,
	"model" text NOT NULL,
	"prompt" text NOT NULL,
	"requests" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "opinions" (
	"key" text PRIMARY KEY NOT NULL,
	"evidence" text NOT NULL,
	"model" text NOT NULL,
	"prompt" text NOT NULL,
	"said" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "classifications" ADD COLUMN "opinion" jsonb;--> statement-breakpoint
CREATE INDEX "opinions_evidence_index" ON "opinions" USING btree ("evidence");