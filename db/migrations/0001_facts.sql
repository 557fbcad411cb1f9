ALTER TABLE "servers" ADD COLUMN "start" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "transports" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "sdks" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "confirmed_by" text;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "differences" jsonb;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "from" jsonb;--> statement-breakpoint
ALTER TABLE "tools" ADD COLUMN "line_url" text;