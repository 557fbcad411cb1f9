ALTER TABLE "servers" ADD COLUMN "secrets" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "scopes" jsonb DEFAULT '[]'::jsonb NOT NULL;